import type { Unknown } from '../../model/unknown.ts';
import { isByHand } from '../../source/comments.ts';
import { type Place, startOf } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import type { Sources } from '../../yaml/sources.ts';

/** What people make with a script, a recipe or Terraform because it does not belong into Git, or comes first. */
const KINDS: ReadonlySet<string> = new Set(['Secret', 'ConfigMap', 'Namespace']);

/** Files that make objects when somebody runs them. */
const SCRIPT =
  /\.(?:sh|bash|zsh|ps1|py|go|js|ts|rb|tf|tofu|tfvars|hcl|nix|j2|just|mk)$|(?:^|\/)(?:[Mm]akefile|[Jj]ustfile|\.justfile|\.mise\.toml|mise\.toml|[Tt]askfile\.ya?ml)$|(?:^|\/)\.?taskfiles?\/.*\.ya?ml$|(?:^|\/)(?:roles|playbooks|tasks)\/.*\.ya?ml$/;

/** Whether a file makes objects, or prepares them, when somebody runs it. */
export const isScript = (path: string): boolean => SCRIPT.test(path);

/** Claims are made by hand where their volumes are: by scripts that tell of them. */
const CLAIMS: ReadonlySet<string> = new Set(['PersistentVolume', 'PersistentVolumeClaim']);
const OF_CLAIMS = /\bPersistentVolumeClaim\b|persistent_volume_claim/;

/**
 * What is often set up with the cluster, by scripts that tell of the kind: what it offers to all who use it, and
 * issuers and accounts of namespaces.
 */
const PLATFORM = [
  'StorageClass',
  'VolumeSnapshotClass',
  'IngressClass',
  'GatewayClass',
  'ClusterIssuer',
  'Issuer',
  'ServiceAccount',
  'ClusterSecretStore',
];

/** A kind as manifests and Terraform's resources name it, and their fields: `ingress_class_name`. */
const spellings = (kind: string): RegExp => {
  const words = kind.replaceAll(/(?!^)(?=[A-Z])/g, '_').toLowerCase();
  return new RegExp(`\\b${kind}\\b|_${words}|\\b${words}_name\\b`);
};

/** A step of an instruction that somebody follows by hand. */
const BY_HAND =
  /\bcreate\s+(?:-n\s+\S+\s+|--namespace\s+\S+\s+)?(?:secret|configmap|namespace|ns)\b/;

/** Files that Argo CD or Helm reads, whose comments tell what is not in them. */
const COMMENTED = /\.(?:ya?ml|tpl)$/;
const COMMENT = /(?:^|\s)#+\s?(.*)$/;

/**
 * Names that stand in comments which say that something is made by hand: of what stands in backticks or quotes and
 * of words with hyphens, as an ordinary word says little.
 */
function namesInComments(text: string): string[] {
  const paragraphs: string[] = [];
  let isOpen = false;
  for (const line of text.split(/\r?\n/)) {
    const said = COMMENT.exec(line)?.[1];
    if (said === undefined) isOpen = false;
    else if (isOpen) paragraphs.push(`${paragraphs.pop()} ${said}`);
    else paragraphs.push(said);
    isOpen = said !== undefined && /^\s*#/.test(line);
  }
  return paragraphs
    .filter(isByHand)
    .flatMap(said => said.match(/`[^`\s]+`|[a-z0-9]+(?:-[a-z0-9]+)+/g) ?? [])
    .flatMap(namesIn);
}

/**
 * The Secrets, ConfigMaps and Namespaces that scripts, recipes, Terraform and instructions of the repository
 * make: those that they name; claims and what the whole cluster uses, where they tell of some. Their texts are read when something is missing, not
 * before.
 *
 * @param written names of objects that lie in files which nothing deploys: whoever tells of one means that
 */
export function scriptedObjects(sources: Sources, written: ReadonlySet<string>): Unknown[] {
  const paths = sources.tree.files.filter(path => isScript(path) || path.endsWith('.md'));
  const first = paths[0] ?? sources.tree.files.find(path => COMMENTED.test(path));
  if (first === undefined) return [];
  const at: Place = startOf({ path: first, text: '' });
  const textOf = (path: string) => sources.text(path)?.text ?? '';
  const named = (
    kinds: ReadonlySet<string>,
    words: () => Iterable<string>,
    reason = 'a script, recipe or instruction of the repository names it',
  ): Unknown => {
    let set: ReadonlySet<string> | undefined;
    return {
      at,
      reason,
      kinds,
      namespaces: () => true,
      strict: true,
      mayName: name => {
        set ??= new Set(words());
        return set.has(name);
      },
    };
  };
  const scripts = paths.filter(isScript);
  return [
    named(KINDS, () =>
      paths.flatMap(path => {
        const { done, told } = wordsIn(path, textOf(path));
        return [...done, ...told.filter(word => !written.has(word))];
      }),
    ),
    named(
      KINDS,
      () =>
        sources.tree.files
          .filter(path => COMMENTED.test(path))
          .flatMap(path => namesInComments(textOf(path))),
      'a comment says that it is made by hand',
    ),
    ...PLATFORM.map(kind => {
      const words = () => {
        const told = spellings(kind);
        return scripts
          .map(textOf)
          .filter(text => told.test(text))
          .flatMap(namesIn);
      };
      return { ...named(new Set([kind]), words), onlyNamed: true as const };
    }),
    named(CLAIMS, () => {
      const own = new Set(scripts.filter(path => OF_CLAIMS.test(textOf(path))).map(roleOf));
      return scripts.filter(path => own.has(roleOf(path))).flatMap(path => namesIn(textOf(path)));
    }),
  ];
}

/** The folder of an Ansible role, whose tasks read what its other files set; any other script is by itself. */
const roleOf = (path: string): string =>
  /^(.*\/)?roles\/.*(?=\/[a-z]+\/[^/]+$)/.exec(path)?.[0] ?? path;

/** Prose that tells of an object: what of it is in backticks may be its name. */
const TOLD = /\b(?:secrets?|configmaps?|namespaces?)\b/i;

/**
 * What could be the name of an object: all of what is run and steps that make one, and what a sentence that tells
 * of one has in backticks.
 */
function wordsIn(path: string, text: string): Record<'done' | 'told', readonly string[]> {
  if (!path.endsWith('.md')) return { done: namesIn(text), told: [] };
  // A step that a backslash continues is one line.
  const lines = text.replace(/\\\r?\n/g, ' ').split('\n');
  return {
    done: lines.filter(line => BY_HAND.test(line)).flatMap(namesIn),
    told: lines
      .filter(line => TOLD.test(line))
      .flatMap(line => (line.match(/`[^`\s]+`/g) ?? []).flatMap(namesIn)),
  };
}

const namesIn = (text: string): string[] => text.match(/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/g) ?? [];

/** Encrypted files whose name no tool takes for a manifest: somebody decrypts and applies them. */
const SEALED = /\.(?:sops|enc|age|gpg|asc)$/;

/** Secrets that lie encrypted beside what uses them, by the names of their files. */
export function sealedByHand({ tree }: Sources): Unknown[] {
  return tree.files
    .filter(path => SEALED.test(path))
    .map(path => ({
      at: startOf({ path, text: '' }),
      reason: `somebody may apply ${path}`,
      kinds: KINDS,
      namespaces: () => true,
      strict: true,
      mayName: name => basename(path).split('.')[0] === name,
    }));
}
