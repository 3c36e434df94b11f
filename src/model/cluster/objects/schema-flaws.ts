import { get, getMap, textAt, textsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import { isArgoCd } from '../../resource.ts';
import { flawsOf, type SchemaFlaw } from '../../schema/check.ts';
import { kindFlaws } from '../../schema/known-kinds.ts';
import type { SchemaSource } from '../../schema/source.ts';
import { METADATA } from '../../schema/table.ts';
import type { ClusterResource } from './owned.ts';
import type { ResourceIndex } from './resources.ts';

export interface ObjectFlaw extends SchemaFlaw {
  readonly resource: ClusterResource;
}

interface Facts {
  readonly resources: ResourceIndex;
  readonly schemas: SchemaSource;
}

/**
 * What the API refuses in what the repository deploys. Of the objects that a chart makes, only those
 * that its model knows as a whole are looked at, and in them only what the user's own values say: of
 * the others, nobody knows what the chart does to a value.
 */
export const objectFlaws = ({ resources, schemas }: Facts): ObjectFlaw[] =>
  // What tells Argo CD what to deploy is applied by hand where nothing deploys it.
  [...resources.deployed, ...resources.loose.filter(isArgoCd)].flatMap(resource => {
    if (isEncrypted(resource.value) || (resource.release && resource.partial)) return [];
    // Of what a chart makes by itself, nothing is told: its definitions need not be read for it.
    if (isMerged(resource.value) || !hasWritten(resource.value)) return [];
    const flaws = schemas.check(
      resource.apiVersion,
      resource.kind,
      resource.value,
      resource.partial,
    ) ?? [...kindFlaws(resource.value), ...metadataFlaws(resource)];
    return flaws.flatMap(flaw =>
      isWritten(flaw, resource) && !(flaw.absent && (laysOver(resource) || isBase(resource)))
        ? [{ ...flaw, resource }]
        : [],
    );
  });

/** Every object has the same metadata, whatever else its schema holds. */
function metadataFlaws({ value, kind }: ClusterResource): SchemaFlaw[] {
  const metadata = getMap(value, 'metadata');
  return metadata ? flawsOf(metadata, METADATA, { kind, path: 'metadata' }) : [];
}

/** Whether somebody wrote it; what is missing in a chart's object, the chart may fill in. */
const isWritten = ({ at }: SchemaFlaw, { release }: ClusterResource): boolean =>
  at.origin.made === undefined && !(release && at.kind === 'map');

/** Whether anything of a value stands in a file as it is. */
function hasWritten(value: LocatedValue): boolean {
  if (value.origin.made === undefined) return true;
  if (value.kind === 'sequence') return value.items.some(hasWritten);
  if (value.kind === 'scalar') return false;
  for (const { key, value: item } of value.entries.values())
    if (key.origin.made === undefined || hasWritten(item)) return true;
  return false;
}

/**
 * Whether a workload that says neither what it selects nor what it runs is applied server-side: then it is laid over
 * one that somebody else made.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply
 */
const laysOver = ({ owner, value }: ClusterResource): boolean =>
  owner.type === 'application' &&
  get(value, 'spec', 'selector') === undefined &&
  get(value, 'spec', 'template', 'spec', 'containers') === undefined &&
  textsAt(owner.application.value, 'spec', 'syncPolicy', 'syncOptions').includes(
    'ServerSideApply=true',
  );

/** Whether it lies in a base that nothing uses at the moment: an overlay would add what is missing. */
const isBase = ({ owner }: ClusterResource): boolean =>
  owner.type === 'kustomization' && /(?:^|\/)bases?(?:\/|$)/.test(owner.build.directory);

/** What SOPS encrypted is another object once it is decrypted. */
const isEncrypted = (value: LocatedMap): boolean => value.entries.has('sops');

/**
 * Whether Flux lays it over an object that somebody else makes.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
const isMerged = (value: LocatedMap): boolean =>
  textAt(value, 'metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/ssa')?.toLowerCase() ===
  'merge';

/** Kinds that no schema is known of, with the number of their objects. */
export function kindsWithoutSchema({ resources, schemas }: Facts): Map<string, number> {
  const counts = new Map<string, number>();
  const isKnown = new Map<string, boolean>();
  for (const { apiVersion, kind } of resources.deployed) {
    const name = `${apiVersion} ${kind}`;
    const known = isKnown.get(name) ?? schemas.knows(apiVersion, kind);
    isKnown.set(name, known);
    if (!known) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
