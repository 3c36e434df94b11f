import type { Cluster } from '../model/cluster/cluster.ts';
import { type Place, positionAt, type SourceText } from '../source/text.ts';
import { entriesAt, textAt } from '../yaml/access.ts';
import type { LocatedValue } from '../yaml/located.ts';

const linesOf = new WeakMap<Cluster, Map<SourceText, Set<number>>>();

/**
 * Whether a place shares a line with the data of a Secret, encrypted or not, with a kubeconfig's or
 * with secret material of Talos: then no format may show that line, whatever is said about it.
 */
export function isOnSecretLine(cluster: Cluster, { file, start, end }: Place): boolean {
  const lines = secretLines(cluster).get(file);
  if (!lines) return false;
  const last = positionAt(file, end).line;
  for (let line = positionAt(file, start).line; line <= last; line++)
    if (lines.has(line)) return true;
  return false;
}

function secretLines(cluster: Cluster): Map<SourceText, Set<number>> {
  const known = linesOf.get(cluster);
  if (known) return known;
  const lines = new Map<SourceText, Set<number>>();
  const add = ({ origin: { file, start, end } }: LocatedValue) => {
    const ofFile = lines.get(file) ?? new Set();
    const last = positionAt(file, end).line;
    for (let line = positionAt(file, start).line; line <= last; line++) ofFile.add(line);
    lines.set(file, ofFile);
  };
  const objects = [
    ...cluster.resources.ofKind('Secret', '').map(({ value }) => value),
    ...cluster.lintedFiles.flatMap(({ file }) =>
      cluster
        .documents(file.path)
        .flatMap(({ value }) => (value && textAt(value, 'kind') === 'Secret' ? [value] : [])),
    ),
  ];
  for (const value of objects)
    for (const field of ['data', 'stringData'])
      for (const entry of entriesAt(value, field)) add(entry.value);
  for (const { at } of cluster.talos.plainSecrets) add(at);
  for (const { values } of cluster.plainSecrets) for (const { value } of values) add(value);
  linesOf.set(cluster, lines);
  return lines;
}
