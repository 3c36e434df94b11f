import type { Sources } from '../source/sources.ts';

/** An object of these kinds decides about many others: broken, it makes everything uncertain. */
const DECIDES = new Set(['ApplicationSet', 'Application', 'Kustomization', 'Component']);

/**
 * The kinds of the objects in files that could not be parsed, as far as their text tells. Whether
 * an object of such a kind exists is then unknowable. `all` when a broken file deploys others.
 *
 * @param parameters files that generators of ApplicationSets read
 */
export function brokenKinds(
  sources: Sources,
  parameters: ReadonlySet<string>,
): ReadonlySet<string> | 'all' {
  const kinds = new Set<string>();
  for (const path of sources.tree.files) {
    if (!/\.(ya?ml|json)$/.test(path) || !sources.parsed(path)?.broken) continue;
    if (parameters.has(path)) return 'all';
    const text = sources.text(path)?.text ?? '';
    for (const [, kind = ''] of text.matchAll(/^["']?kind["']?:\s*["']?([A-Za-z]+)/gm)) {
      if (DECIDES.has(kind)) return 'all';
      kinds.add(kind);
    }
  }
  return kinds;
}
