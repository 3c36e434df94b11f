import type { ReferenceRole } from '../../../model/app-build.ts';
import { itemsAt, textAt } from '../../../yaml/access.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { type Scope, sealedFileScope } from '../../unknown/file-scope.ts';
import type { BuildContext } from '../context/context.ts';
import { unknown } from '../context/gathered.ts';
import { text } from '../items/item.ts';
import { resolveFile, resolvePath } from './paths.ts';
import { loadTarget, type Target } from './target.ts';

const ROLES: Readonly<Record<string, ReferenceRole>> = {
  generators: 'plugin',
  transformers: 'plugin',
  validators: 'plugin',
  crds: 'crd',
};

/**
 * Notes what only a running plugin could tell: `generators`, `transformers` and `validators` may
 * make, change or refuse any object. Their files are recorded as mentioned.
 * https://kubectl.docs.kubernetes.io/guides/extending_kustomize/
 */
export function notePlugins(context: BuildContext, target: Target): void {
  for (const field of Object.keys(ROLES)) {
    for (const from of itemsAt(target.value, field)) {
      if (from.kind === 'scalar') notePlugin(context, target, field, from);
    }
  }
  const openapi = target.value.entries.get('openapi')?.value;
  const schema = openapi?.kind === 'map' ? openapi.entries.get('path')?.value : undefined;
  const { directory } = target;
  if (schema?.kind === 'scalar')
    resolveFile(context, { directory, from: schema, role: 'configuration' });
}

function notePlugin(
  context: BuildContext,
  target: Target,
  field: string,
  from: LocatedScalar,
): void {
  const { directory } = target;
  const role = ROLES[field] ?? 'plugin';
  const inline = from.text.includes('\n') ? configsOf(parseEmbedded(from).documents) : [];
  const wanted = field === 'crds' ? 'file' : 'either';
  const resolved =
    inline.length > 0 ? undefined : resolvePath(context, { directory, from, role, wanted });
  if (field === 'crds') return;
  let configs = inline;
  if (resolved?.target === 'file')
    configs = configsOf(context.sources.parse(resolved.path).documents);
  if (resolved?.target === 'directory') loadTarget(context, resolved.path, from);
  if (field === 'validators') return;
  const names = configs.map(config => text(config, 'kind')).filter(kind => kind !== '');
  const what = field === 'generators' ? 'makes' : 'changes';
  const scope = field === 'generators' ? decrypted(context, directory, configs) : {};
  unknown(
    context,
    from,
    `the plugin ${names.join(', ') || from.text} ${what} objects when it runs`,
    { ...scope, readsFiles: true },
  );
}

const configsOf = (documents: readonly { readonly value?: unknown }[]): readonly LocatedMap[] =>
  documents.flatMap(({ value }) => {
    const map = value as LocatedMap | undefined;
    return map?.kind === 'map' ? [map] : [];
  });

/**
 * KSOPS makes the objects of the encrypted files that it lists, whose kinds and names are most often in the clear.
 * https://github.com/viaduct-ai/kustomize-sops
 */
function decrypted(
  context: BuildContext,
  directory: string,
  configs: readonly LocatedMap[],
): Scope {
  const kinds = new Set<string>();
  const known = new Set<string>();
  if (configs.length === 0) return {};
  for (const config of configs) {
    const files = [...itemsAt(config, 'files'), ...itemsAt(config, 'secretFrom')];
    if (text(config, 'kind') !== 'ksops' || files.length === 0) return {};
    for (const from of files) {
      if (from.kind !== 'scalar') return {};
      const path = resolveFile(context, { directory, from, role: 'plugin' });
      const documents = path === undefined ? [] : context.sources.parse(path).documents;
      if (documents.length === 0) return {};
      for (const { value } of documents) {
        const kind = textAt(value, 'kind');
        if (kind === undefined) return {};
        if (kind.startsWith('ENC[')) return sealedFileScope(path ?? '');
        kinds.add(kind);
        const name = textAt(value, 'metadata', 'name');
        if (name === undefined || name === '') return {};
        known.add(name);
      }
    }
  }
  return {
    kinds,
    names: known,
    // With what the kustomization sets before or behind a name.
    mayName: name =>
      known.has(name) ||
      ([...known].some(each => name.endsWith(each) || name.startsWith(`${each}-`)) && 'alike'),
  };
}
