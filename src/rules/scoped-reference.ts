import type { Cluster } from '../model/cluster/cluster.ts';
import { type ClusterResource, describe } from '../model/cluster/objects/owned.ts';
import { missing } from '../model/lookup.ts';
import { code } from '../text/code.ts';
import { nearest } from '../text/nearest.ts';
import type { LocatedScalar } from '../yaml/located.ts';
import type { Report } from './rule.ts';

/** Two kinds that do the same, one for its namespace, one for the whole cluster. */
export interface ScopedKinds {
  readonly group: string;
  readonly own: string;
  readonly cluster: string;
}

/** A mention of an object of either kind. */
export interface ScopedReference {
  readonly resource: ClusterResource;
  readonly kind: string;
  readonly name: LocatedScalar;
  /** Undefined where the object is copied into namespaces that are chosen at run time. */
  readonly namespace: string | undefined;
  /** How one says that the other kind is meant, such as `write kind: ClusterIssuer`. */
  readonly switchTo: (kind: string) => string;
}

/** What is wrong with a reference that nothing answers; undefined where something may. */
export function undeclared(
  { resources }: Cluster,
  { group, own, cluster }: ScopedKinds,
  { resource, kind, name, namespace, switchTo }: ScopedReference,
): Report | undefined {
  const isOwn = kind === own;
  if (isOwn && namespace === undefined) return undefined;
  // Of a repository that doesn't set up the cluster itself, all of them may come from elsewhere.
  const areElsewhere = [own, cluster].every(each => resources.ofKind(each, group).length === 0);
  if (areElsewhere && !resources.blindness.isWholeCluster) return undefined;
  const gone = missing(
    resources.find({ group, kind, namespace: isOwn ? namespace : undefined, name: name.text }),
  );
  if (!gone) return undefined;
  const title = isOwn ? `${namespace}/${name.text}` : name.text;
  const other = isOwn ? cluster : own;
  const names = (of: string) =>
    resources.names({ group, kind: of, namespace: of === own ? namespace : undefined });
  const meant = nearest(name.text, [...names(kind), ...names(other)]);
  return {
    at: name,
    message: `nothing declares the ${kind} ${code(title)} that ${describe(resource)} uses`,
    help: names(other).includes(name.text)
      ? `There is the ${other} \`${name.text}\`: ${switchTo(other)}.`
      : meant && `Did you mean \`${meant}\`?`,
    doubt: gone.doubt,
    missing: `${kind} ${title}`,
  };
}
