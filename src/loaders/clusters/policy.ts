import ignore from 'ignore';
import type { Policy } from '../../config/load.ts';
import type { ClusterSecret } from '../applicationsets/clusters.ts';

/** The clusters that the policy lists, as their Secrets would. */
export const policyClusters = ({ applicationSets }: Policy): ClusterSecret[] =>
  (applicationSets?.clusters ?? []).map(({ name, server, labels = {}, annotations = {} }) => ({
    name,
    server,
    project: '',
    labels: new Map(Object.entries(labels)),
    annotations: new Map(Object.entries(annotations)),
  }));

/** Which clusters the policy says a file is for. */
export function pinnedFiles(
  { applicationSets }: Policy,
  root: string,
): (path: string) => readonly string[] {
  const clusters = (applicationSets?.clusters ?? []).flatMap(({ name, files }) =>
    files ? [{ name, matcher: ignore().add(files) }] : [],
  );
  return path => {
    const inside = root === '' ? path : path.slice(root.length + 1);
    return inside === ''
      ? []
      : clusters.flatMap(item => (item.matcher.ignores(inside) ? [item.name] : []));
  };
}
