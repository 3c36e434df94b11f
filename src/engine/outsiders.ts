import type { Cluster } from '../model/cluster/cluster.ts';
import type { Finding } from './finding.ts';

/** So many files don't all name something that isn't there. */
const MANY = 3;

/**
 * Leaves out what several files name and nothing in the repository makes: where the repository does not
 * set up the whole cluster, something outside of it does. It is counted among the open questions.
 * A slip of the pen, for which there is a nearest name, is reported all the same.
 */
export function withoutOutsiders(
  { resources }: Pick<Cluster, 'resources'>,
  findings: readonly Finding[],
): readonly Finding[] {
  if (resources.blindness.isWholeCluster) return findings;
  const files = new Map<string, Set<string>>();
  for (const { missing, at } of findings)
    if (missing !== undefined)
      files.set(missing, (files.get(missing) ?? new Set()).add(at.file.path));
  return findings.filter(({ missing, help }) => {
    if (missing === undefined || /did you mean/i.test(help ?? '')) return true;
    const count = files.get(missing)?.size ?? 0;
    if (count < MANY) return true;
    resources.leaveOpen(`${count} files use it, so that it is probably made elsewhere`, missing);
    return false;
  });
}
