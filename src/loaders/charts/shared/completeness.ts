import type { HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import type { Problem } from '../../../source/problem.ts';
import { asMap, get, getString, itemsAt } from '../../../yaml/access.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { whole } from './objects.ts';
import type { Scope } from './scope.ts';
import { isTruthy } from './truth.ts';

/**
 * Kinds that only charts for storage, gateways, load balancers or GitOps make. A model of any other
 * chart knows that there are none.
 */
export const UNCOMMON_KINDS = [
  'StorageClass',
  'VolumeSnapshotClass',
  'GatewayClass',
  'Gateway',
  'IngressClass',
  'CiliumLoadBalancerIPPool',
  'CiliumL2AnnouncementPolicy',
  'AppProject',
  'Application',
  'ApplicationSet',
  'ClusterIssuer',
  'ClusterSecretStore',
  'PersistentVolume',
] as const;

/** Routes of the Gateway API, for models of charts that have no other than those modelled. */
export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const;

/** Root keys under which charts take whole objects from the user. */
const EXTRA_KEYS = [
  'extraObjects',
  'extraManifests',
  'extraDeploy',
  'extraResources',
  'rawResources',
];

interface Model {
  readonly objects: readonly (RenderedObject | undefined)[];
  readonly complete: readonly string[];
  readonly problems?: readonly Problem[];
}

/**
 * What a small chart model hands back: its objects, those that the user adds as they stand, and the
 * kinds it vouches for, as far as the values are all there.
 */
export function renderingOf(scope: Scope, { objects, complete, problems = [] }: Model): Rendering {
  const extra = extraObjects(scope);
  const knowsAll = isReadable(scope.release) && extra.every(object => object !== undefined);
  return {
    objects: [...objects, ...extra].flatMap(object => object ?? []),
    complete: new Set(knowsAll ? complete : []),
    problems: scope.release.valuesIncomplete ? [] : problems,
  };
}

const isReadable = ({ name, valuesIncomplete }: HelmRelease): boolean =>
  name !== undefined && !valuesIncomplete;

/** Objects given whole; undefined for each that is a template or otherwise can't be read. */
function extraObjects({ values, tpl }: Scope): (RenderedObject | undefined)[] {
  return EXTRA_KEYS.flatMap(key => {
    const written = get(values, key);
    if (!isTruthy(written) || !written) return [];
    const items: readonly LocatedValue[] =
      written.kind === 'sequence' ? itemsAt(written) : [written];
    return items.flatMap(item => {
      const objects = item.kind === 'scalar' ? embeddedObjects(item) : [asMap(item)];
      return objects.map(object => (object && isObject(object) ? whole(tpl(object)) : undefined));
    });
  });
}

/** Objects that are given as text; a template in it is not read. */
function embeddedObjects(text: LocatedScalar): (LocatedMap | undefined)[] {
  const parsed = text.text.includes('{{') ? undefined : parseEmbedded(text);
  return parsed && !parsed.broken
    ? parsed.documents.flatMap(({ value }) => (value ? [asMap(value)] : []))
    : [undefined];
}

const isObject = (value: LocatedMap): boolean =>
  Boolean(
    getString(value, 'apiVersion') &&
      getString(value, 'kind') &&
      getString(value, 'metadata', 'name'),
  );
