import { isFirstStep } from '../../source/put-away.ts';

/** Something that makes Applications: applied by hand, or by what nobody here sees. */
export interface Root {
  /** Its directory or file. */
  readonly id: string;
  /** Where it is told from others: directories first. */
  readonly paths: readonly string[];
}

/**
 * Which Argo CD has what a root makes: a name; undefined where several are there and nothing tells. One
 * API holds one object of a name, so two roots that make the same Applications in different ways (the
 * overlays of two environments) are for two of them. `undefined` for all is a single one.
 */
export type Instances = ReadonlyMap<string, string> | undefined;

/** Two roots that make so many objects differently. */
export interface Clash {
  readonly a: string;
  readonly b: string;
  readonly count: number;
}

/** At least such a part of what one of them makes, the other makes, too: a single one is a slip. */
const SHARED = 0.25;

/**
 * Tells instances of Argo CD apart.
 *
 * @param sizes how many Applications and ApplicationSets each root makes by itself
 * @param clashes pairs of roots that make objects differently
 */
export function instancesOf(
  roots: readonly Root[],
  sizes: ReadonlyMap<string, number>,
  clashes: readonly Clash[],
): Instances {
  const byId = new Map(roots.map(root => [root.id, root]));
  const labels = labelsByFolder(roots.filter(({ id }) => (sizes.get(id) ?? 0) > 0));
  for (const { a, b, count } of clashes) {
    const most = Math.max(sizes.get(a) ?? 0, sizes.get(b) ?? 0);
    const own = byId.get(a)?.paths ?? [a];
    const others = byId.get(b)?.paths ?? [b];
    const apart = difference(own, others);
    // What is there first makes some of the Applications that take its place.
    if (!apart || apart.some(isFirstStep)) continue;
    const areTwins = own.length > 1 && isParallel(own, others, 'all');
    if (count < most * SHARED && !areTwins) continue;
    if (count === 1 && !isParallel(own, others)) continue;
    const [first, second] = apart;
    if (!labels.has(a)) labels.set(a, first);
    if (!labels.has(b)) labels.set(b, labels.get(a) === second ? b : second);
  }
  if (new Set(labels.values()).size < 2) return undefined;
  const names = new Set(labels.values());
  for (const { id, paths } of roots) {
    if (labels.has(id)) continue;
    const own = paths.flatMap(path => path.split('/')).findLast(part => names.has(part));
    if (own !== undefined) labels.set(id, own);
  }
  return labels;
}

/** Folders that hold one folder for each cluster. */
const CLUSTERS = /^clusters?$/i;

/**
 * The clusters that roots are for by the folders they lie in; none where it is the same for all, nor where
 * something of one folder deploys another: those are parts of one cluster.
 */
function labelsByFolder(roots: readonly Root[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { id, paths } of roots) {
    const [own, ...others] = paths.map(clusterFolder);
    if (own === undefined) continue;
    if (others.some(other => other !== undefined && other !== own)) return new Map();
    labels.set(id, own);
  }
  return new Set(labels.values()).size > 1 ? labels : new Map();
}

/** The folder beside those of other clusters that a path lies in. */
function clusterFolder(path: string): string | undefined {
  const segments = path.split('/');
  const at = segments.findIndex(name => CLUSTERS.test(name));
  const own = at < 0 ? undefined : segments[at + 1];
  return own && !/\.ya?ml$/.test(own) ? own : undefined;
}

/** The first segments by which the paths of two roots differ, names of files without what they share. */
function difference(
  a: readonly string[],
  b: readonly string[],
): readonly [string, string] | undefined {
  for (const [i, path] of a.entries()) {
    const other = b[i];
    if (other === undefined || other === path) continue;
    const [own, others] = [path.split('/'), other.split('/')];
    const at = own.findIndex((part, j) => part !== others[j]);
    const [first, second] = [own[at] ?? own.at(-1), others[at] ?? others.at(-1)];
    if (first === undefined || second === undefined || first === second) continue;
    return [distinct(first, second), distinct(second, first)];
  }
  return undefined;
}

/** Whether paths differ in one segment only: of one object alone, other places tell of a move, not of two clusters. */
function isParallel(
  a: readonly string[],
  b: readonly string[],
  which: 'some' | 'all' = 'some',
): boolean {
  const isOne = (path: string, i: number): boolean => {
    const [own, others] = [path.split('/'), b[i]?.split('/') ?? []];
    return own.length === others.length && own.filter((part, j) => part !== others[j]).length === 1;
  };
  return which === 'all' ? a.length === b.length && a.every(isOne) : a.some(isOne);
}

/** `root-prod.yaml` beside `root-dev.yaml` is `prod`. */
function distinct(name: string, other: string): string {
  if (!/\.ya?ml$/.test(name)) return name;
  const [own, others] = [name, other].map(text => text.replace(/\.ya?ml$/, '').split('-'));
  const shared = new Set(others);
  return own?.filter(part => !shared.has(part)).join('-') || name.replace(/\.ya?ml$/, '');
}
