import type { Cluster } from '../model/cluster/cluster.ts';
import type { Finding } from './finding.ts';

/** So many files don't all name something that isn't there. */
const MANY = 3;

/** Where the whole cluster is set up here, only what is uncertain anyway, and named so often. */
const MANY_IN_WHOLE_CLUSTER = 5;

/** What they name: a Secret in any namespace, as whoever makes the namespaces puts the same into many. */
const nameOf = (missing: string): string => missing.replace(/^Secret .*\//, 'Secret ');

/**
 * Leaves out what several files name and nothing in the repository makes: in a cluster that works,
 * something outside of it does, and before a build that works, something writes the file. It is counted among the
 * open questions.
 * A slip of the pen, for which there is a nearest name, is reported all the same.
 */
export function withoutOutsiders(
  { resources }: Pick<Cluster, 'resources'>,
  findings: readonly Finding[],
): readonly Finding[] {
  const { isWholeCluster } = resources.blindness;
  const isOutside = ({ confidence, missing }: Finding, count: number) =>
    isWholeCluster && !missing?.startsWith('file ')
      ? confidence === 'likely' && count >= MANY_IN_WHOLE_CLUSTER
      : count >= MANY;
  const files = new Map<string, Set<string>>();
  for (const { missing, at } of findings) {
    if (missing === undefined) continue;
    const name = nameOf(missing);
    files.set(name, (files.get(name) ?? new Set()).add(at.file.path));
  }
  return findings.filter(finding => {
    const { missing, help } = finding;
    if (missing === undefined || /did you mean/i.test(help ?? '')) return true;
    const name = nameOf(missing);
    const count = files.get(name)?.size ?? 0;
    if (!isOutside(finding, count)) return true;
    resources.leaveOpen(`${count} files use it, so that it is probably made elsewhere`, name);
    return false;
  });
}
