import type { Cluster } from '../model/cluster/cluster.ts';
import { type Finding, isMeantHere } from './finding.ts';

/** So many files don't all name something that isn't there. */
const MANY = 3;

/** What people set up in other ways than what they deploy: by hand, once, or with the cluster. */
const SET_UP = /^(?:Gateway|Namespace|Secret|Service|\w+Class) /;

/** What they name: a Secret in any namespace, as whoever makes the namespaces puts the same into many. */
const nameOf = (missing: string): string => missing.replace(/^Secret .*\//, 'Secret ');

/**
 * Leaves out what several files name and nothing in the repository makes: in a cluster that works,
 * something outside of it does, and before a build that works, something writes the file. Where the repository does
 * not set up its whole cluster, what is uncertain anyway is left out as well. All of it is counted among the open
 * questions. What seems to have been meant is reported all the same.
 */
export function withoutOutsiders(
  { resources }: Pick<Cluster, 'resources'>,
  findings: readonly Finding[],
): readonly Finding[] {
  const { isWholeCluster } = resources.blindness;
  const whyOutside = (finding: Finding, count: number): string | undefined => {
    const { missing } = finding;
    const isDoubted = (finding.outright ?? finding).confidence === 'likely';
    if (isDoubted && !isWholeCluster && SET_UP.test(missing ?? ''))
      return 'the cluster is not set up here as a whole';
    const isCertain = isWholeCluster && !isDoubted && !missing?.startsWith('file ');
    return isCertain || count < MANY
      ? undefined
      : `${count} files use it, so that it is probably made elsewhere`;
  };
  const files = new Map<string, Set<string>>();
  for (const { missing, at } of findings) {
    if (missing === undefined) continue;
    const name = nameOf(missing);
    files.set(name, (files.get(name) ?? new Set()).add(at.file.path));
  }
  return findings.filter(finding => {
    const { missing } = finding;
    if (missing === undefined || isMeantHere(finding)) return true;
    const name = nameOf(missing);
    const why = whyOutside(finding, files.get(name)?.size ?? 0);
    if (why !== undefined) resources.leaveOpen(why, name);
    return why === undefined;
  });
}
