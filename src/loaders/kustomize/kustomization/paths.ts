import type { ReferenceRole } from '../../../model/app-build.ts';
import { NO_KINDS } from '../../../model/unknown.ts';
import { basename, dirname, isWithin, joinPath } from '../../../source/tree.ts';
import { code } from '../../../text/code.ts';
import { nearest } from '../../../text/nearest.ts';
import { textAt } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import { missingFileScope, type Scope } from '../../unknown/file-scope.ts';
import { remoteScope } from '../../unknown/remote-scope.ts';
import { absentSubmodule } from '../../unknown/submodules.ts';
import { isWritten } from '../../unknown/written-files.ts';
import type { BuildContext } from '../context/context.ts';
import { type Gathered, report, unknown } from '../context/gathered.ts';
import type { Inputs } from '../context/inputs.ts';
import { type Folded, foldedItem } from './folded.ts';
import { ownPath } from './own-base.ts';

/** Where a mentioned path leads to. */
export type Resolved =
  | { readonly target: 'file' | 'directory'; readonly path: string }
  | { readonly target: 'remote' };

export interface Mention {
  /** Directory of the kustomization that mentions the path, links resolved. */
  readonly directory: string;
  readonly from: LocatedScalar;
  readonly role: ReferenceRole;
  readonly wanted: 'file' | 'directory' | 'either';
  /** The path, where it is only a part of the scalar (`key=path`). */
  readonly text?: string;
}

/**
 * Resolves a path that a kustomization mentions, and records it. What is wrong with it is reported;
 * a file outside of the load restriction is reported and resolved all the same.
 *
 * @returns undefined when it leads to nothing that can be used
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/loader/fileloader.go
 */
export function resolvePath(context: BuildContext, mention: Mention): Resolved | undefined {
  const { directory, from, role, wanted, text = from.value === null ? '' : from.text } = mention;
  const { tree } = context.sources;
  if (text === '') {
    report(context, from, 'an empty path');
    return undefined;
  }
  const isAbsolute = text.startsWith('/');
  const joined = isAbsolute ? undefined : joinPath(directory, text);
  const submodule = joined === undefined ? undefined : absentSubmodule(context.sources, joined);
  if (submodule !== undefined) {
    const reason = `${code(text)} is in the submodule ${code(submodule)}, which is not checked out`;
    unknown(context, from, reason, scopeOf(role, missingFileScope(text)));
    return undefined;
  }
  const kind = joined === undefined ? undefined : tree.kind(joined);
  if (joined === undefined || kind === undefined) {
    if (joined !== undefined && isWritten(context.sources, joined)) {
      const reason = `${code(text)} is written before the build`;
      unknown(context, from, reason, scopeOf(role, missingFileScope(text)));
      return undefined;
    }
    const folded = foldedItem(from, text, isRemote(text));
    if (isRemote(text) && !folded) return remote(context, mention, text);
    context.references.push({ role, from, path: joined, target: 'missing' });
    const scope = folded ? {} : scopeOf(role, missingFileScope(text));
    let similar: string | undefined;
    if (folded) reportFolded(context, from, folded);
    else if (isAbsolute) reportAbsolute(context, from, text);
    else similar = reportMissing(context, from, text, joined);
    // What lies beside it under another name is looked up by what it holds.
    const beside = similar === undefined ? undefined : joinPath(directory, similar);
    unknown(context, from, `\`${text}\` is missing`, {
      ...scope,
      ...(beside !== undefined && { ...similarScope(context, beside), meant: beside }),
    });
    return undefined;
  }
  const path = tree.real(joined) ?? joined;
  context.references.push({ role, from, path: joined, target: kind });
  if (kind !== wanted && wanted !== 'either') {
    report(context, from, `\`${text}\` is a ${kind}, but a \`${wanted}\` is expected here`);
    return undefined;
  }
  if (kind === 'directory') return { target: kind, path };
  if (context.options.loadRestrictor !== 'none' && !isWithin(path, directory)) {
    reportRestricted(context, from, text);
  }
  return { target: kind, path: joined };
}

/** Resolves a path that must be a file of the repository; undefined when it is anything else. */
export function resolveFile(
  context: BuildContext,
  mention: Omit<Mention, 'wanted'>,
): string | undefined {
  const resolved = resolvePath(context, { ...mention, wanted: 'file' });
  return resolved?.target === 'file' ? resolved.path : undefined;
}

/**
 * Whether kustomize takes a path for a URL or a git repository.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/git/repospec.go
 */
export const isRemote = (text: string): boolean =>
  /^(?:[a-z][a-z0-9+.-]*:\/\/|git::|github\.com[/:]|[\w.-]+@[^/:]+[:/])/i.test(text);

function remote(gathered: BuildContext, { role, from, wanted }: Mention, text: string): Resolved {
  const own = ownPath(gathered, text);
  const kind = own === undefined ? undefined : gathered.sources.tree.kind(own);
  if (own !== undefined && kind !== undefined && (wanted === 'either' || wanted === kind)) {
    gathered.references.push({ role, from, path: own, target: kind, isFetched: true });
    return { target: kind, path: own };
  }
  gathered.references.push({ role, from, path: undefined, target: 'remote' });
  unknown(
    gathered,
    from,
    `\`${text}\` is remote: nothing is fetched`,
    scopeOf(role, remoteScope(text)),
  );
  return { target: 'remote' };
}

/** The objects of the file that was probably meant. */
function similarScope({ sources }: Inputs, path: string): Scope {
  if (sources.tree.kind(path) !== 'file') return {};
  const objects = sources.parse(path).documents.map(({ value }) => ({
    kind: textAt(value, 'kind') ?? '',
    name: textAt(value, 'metadata', 'name'),
  }));
  return {
    kinds: new Set(objects.map(({ kind }) => kind)),
    mayName: (name, kind) => objects.some(item => item.kind === kind && item.name === name),
  };
}

/** Only some of what a kustomization mentions makes objects. */
function scopeOf(role: ReferenceRole, scope: Scope): Scope {
  if (role === 'resource' || role === 'component' || role === 'plugin') return scope;
  if (role === 'generator-input') return { kinds: new Set(['ConfigMap', 'Secret']) };
  return { kinds: role === 'crd' ? new Set(['CustomResourceDefinition']) : NO_KINDS };
}

function reportAbsolute(context: BuildContext, from: LocatedScalar, text: string): void {
  report(context, from, `\`${text}\` is an absolute path`, {
    rule:
      context.options.loadRestrictor === 'none' ? 'kustomize/invalid' : 'argocd/load-restrictor',
    help: 'paths are relative to the kustomization',
  });
}

function reportRestricted(gathered: Gathered, from: LocatedScalar, text: string): void {
  report(gathered, from, `\`${text}\` is not in or below the kustomization's directory`, {
    rule: 'argocd/load-restrictor',
    help: 'move the file here, or make a kustomization of its directory and list that',
  });
}

/** Reports an item that isn't the one that was meant, under the rule of its own. */
export function reportFolded(gathered: Gathered, from: LocatedScalar, folded: Folded): void {
  const { why, help, related = [] } = folded;
  const rule = 'kustomize/folded-item';
  report(gathered, from, `the item is \`${from.text}\`: ${why}`, { rule, help, related });
}

/** @returns the path that may have been meant */
function reportMissing(
  context: BuildContext,
  from: LocatedScalar,
  text: string,
  joined: string | undefined,
): string | undefined {
  const rule = 'kustomize/missing-file';
  if (joined === undefined) {
    report(context, from, `\`${text}\` leads out of the repository`, { rule });
    return undefined;
  }
  const similar = similarPath(context, text, joined);
  const isLink = context.sources.tree.list(dirname(joined)).includes(basename(joined));
  const what = isLink ? 'is a link that leads out of the repository or nowhere' : 'does not exist';
  report(context, from, `\`${text}\` ${what}`, {
    rule,
    help: similar && `Did you mean ${code(similar)}?`,
    missing: `file ${basename(joined)}`,
  });
  return similar;
}

/** The path with its first wrong segment replaced by the most similar name that exists. */
function similarPath(inputs: Inputs, text: string, joined: string): string | undefined {
  const { tree } = inputs.sources;
  const segments = joined.split('/');
  const wrong = segments.findIndex(
    (_, i) => tree.kind(segments.slice(0, i + 1).join('/')) === undefined,
  );
  const segment = segments[wrong];
  if (segment === undefined) return undefined;
  const best = nearest(segment, tree.list(segments.slice(0, wrong).join('/')));
  if (best === undefined) return undefined;
  const at = text.lastIndexOf(segments.slice(wrong).join('/'));
  if (at < 0) return best;
  return text.slice(0, at) + [best, ...segments.slice(wrong + 1)].join('/');
}
