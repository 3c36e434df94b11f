import { carries } from '../../model/unknown.ts';
import { BUNDLES, type Bundle } from './bundles.ts';
import type { Scope } from './file-scope.ts';

/**
 * What a manifest or base at a URL could make: of a well-known bundle what it holds; of any other the
 * objects of the project that its URL names, where it is applied or in that project's namespaces.
 */
export function remoteScope(url: string): Scope {
  const bundle = bundleOf(url);
  if (bundle?.crds || isCrds(url)) return { kinds: new Set(['CustomResourceDefinition']) };
  const words = [...wordsOf(url), ...(bundle?.words ?? [])];
  const mayDeclare = (name: string) =>
    bundle ? (bundle.declares ?? []).includes(name) : carries(name, words);
  return {
    mayName: (name, kind) => (kind === 'Namespace' ? mayDeclare(name) : carries(name, words)),
    ...(bundle?.habit && { habit: new Set(bundle.habit) }),
    ...(bundle
      ? bundle.namespaces && { namespaces: new Set(bundle.namespaces) }
      : { elsewhere: namespace => carries(namespace, words) !== false }),
  };
}

const bundleOf = (url: string): Bundle | undefined => {
  const lower = url.toLowerCase();
  return BUNDLES.find(
    ({ repository, path }) => lower.includes(repository) && (path?.test(lower) ?? true),
  );
};

/** By convention these hold CustomResourceDefinitions and nothing else. */
const isCrds = (url: string): boolean =>
  /(?:\/|[-_.])crds?(?:[-_.]|\/|$)|\/config\/crd\/|customresourcedefinition/i.test(
    url.split('?')[0] ?? '',
  );

/** Segments of URLs that name no project. */
const GENERAL =
  /^(?:https?:|raw|github|githubusercontent|gitlab|codeberg|www|com|io|org|dev|releases?|download|latest|blob|tree|raw|refs|heads|tags|main|master|deploy(?:ment|ments)?|manifests?|install|config|default|base|overlays?|examples?|kustomize|kubernetes|k8s|static|provider|yaml|yml|json|v?\d[\w.]*)$/i;

/** The words by which a URL names its project: owner, repository, file. */
export function wordsOf(url: string): readonly string[] {
  const path = (url.split(/[?#]/)[0] ?? '').replace(/\.(?:ya?ml|json|git)$/i, '');
  const words = path
    .split(/[/:@]+/)
    .slice(1)
    .flatMap(segment => [segment, segment.replace(/-(?:operator|controller|plugin|chart)s?$/, '')])
    .filter(segment => segment.length > 2 && !segment.includes('.') && !GENERAL.test(segment));
  return [...new Set(words)];
}
