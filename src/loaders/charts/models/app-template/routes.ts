import type { RenderedObject } from '../../../../model/release.ts';
import { asMap, get, getMap, getScalar, getString, itemsAt } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedSequence, LocatedValue } from '../../../../yaml/located.ts';
import { whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { backendRef, serviceBackend } from './backends.ts';
import { type Context, refuse, relatedTo } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject } from './metadata.ts';
import { oneOf, single } from './references.ts';

const KINDS = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const;
type Kind = (typeof KINDS)[number];

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_route.tpl */
export const routes = (context: Context): RenderedObject[] =>
  itemsOf(context, 'route').map(item => whole(route(context, item)));

function route(context: Context, item: Item): LocatedMap {
  const at = item.key.origin;
  const kind = kindOf(context, item);
  const hostnames = get(item.value, 'hostnames');
  const takesHostnames = kind !== 'TCPRoute' && kind !== 'UDPRoute';
  const spec = mapFrom(at, {
    parentRefs: parentRefs(context, item),
    hostnames:
      takesHostnames && isTruthy(hostnames) && hostnames ? context.tpl(hostnames) : undefined,
    rules: rules(context, item, kind),
  });
  return itemObject(
    context,
    item,
    { apiVersion: apiVersionOf(kind), kind, group: 'route' },
    { spec },
  );
}

/**
 * The version depends on what the cluster serves, and matching ignores it: this is the one that
 * current clusters do.
 */
const apiVersionOf = (kind: Kind): string =>
  `gateway.networking.k8s.io/${kind === 'HTTPRoute' || kind === 'GRPCRoute' ? 'v1' : 'v1alpha2'}`;

function kindOf(context: Context, { value }: Item): Kind {
  const written = get(value, 'kind');
  if (!written || !isTruthy(written)) return 'HTTPRoute';
  return oneOf(context, written, KINDS, 'route kind') ?? 'HTTPRoute';
}

function parentRefs(context: Context, { value }: Item): LocatedSequence | undefined {
  const written = get(value, 'parentRefs');
  if (written?.kind !== 'sequence') return undefined;
  return sequenceFrom(
    written.origin,
    written.items.map(item => (item.kind === 'map' ? parentRef(context, item) : item)),
  );
}

function parentRef(context: Context, ref: LocatedMap): LocatedMap {
  const { origin } = ref;
  const { parentNamespaceRequired } = context.features;
  const byIdentifier = get(ref, 'identifier') !== undefined;
  if (!isTruthy(get(ref, 'name')) && !byIdentifier)
    refuse(context, ref, 'a `parentRef` needs a name');
  if (parentNamespaceRequired && !isTruthy(get(ref, 'namespace'))) {
    refuse(context, ref, 'a `parentRef` needs a namespace in this version of the chart');
  }
  return mapFrom(origin, {
    group: get(ref, 'group') ?? scalarFrom(origin, 'gateway.networking.k8s.io', 'default'),
    kind: get(ref, 'kind') ?? scalarFrom(origin, 'Gateway', 'default'),
    name: get(ref, 'name'),
    namespace: get(ref, 'namespace'),
    sectionName: get(ref, 'sectionName'),
    port: get(ref, 'port'),
  });
}

function rules(context: Context, item: Item, kind: Kind): LocatedSequence | undefined {
  const written = get(item.value, 'rules');
  if (written?.kind === 'sequence' && written.items.length > 0) {
    return sequenceFrom(
      written.origin,
      written.items.map(entry => (entry.kind === 'map' ? rule(context, entry, kind) : entry)),
    );
  }
  const at = item.key.origin;
  const { missingRules } = context.features;
  const only = single(context, 'service');
  if (only && missingRules !== 'none') {
    const backendRefs = sequenceFrom(at, [serviceBackend(context, only, at)], 'default');
    return sequenceFrom(at, [mapFrom(at, { backendRefs }, 'default')], 'default');
  }
  if (missingRules === 'single-service-or-error') {
    const services = itemsOf(context, 'service');
    refuse(
      context,
      item.key,
      `route \`${item.id}\` needs rules: there is not exactly one service`,
      {
        related: services.map(({ key }) => relatedTo(key, 'a service')),
      },
    );
  }
  return undefined;
}

function rule(context: Context, value: LocatedMap, kind: Kind): LocatedMap {
  const isHttp = kind === 'HTTPRoute';
  const matches = isHttp || kind === 'GRPCRoute';
  const filters = get(value, 'filters');
  const backends = itemsAt(value, 'backendRefs');
  if (backends.length > 0 && isRedirect(filters)) {
    refuse(
      context,
      getMapKey(value, 'backendRefs'),
      'a rule that redirects takes no `backendRefs`',
    );
  }
  const backendRefs = backends.flatMap(backend => {
    const map = asMap(backend);
    return map ? [backendRef(context, map)] : [];
  });
  return mapFrom(value.origin, {
    name: getString(value, 'name'),
    matches: matches ? get(value, 'matches') : undefined,
    filters: matches ? filters : undefined,
    sessionPersistence: matches ? get(value, 'sessionPersistence') : undefined,
    timeouts: isHttp ? get(value, 'timeouts') : undefined,
    backendRefs: sequenceFrom(get(value, 'backendRefs')?.origin ?? value.origin, backendRefs),
  });
}

const isRedirect = (filters: LocatedValue | undefined): boolean =>
  itemsAt(filters).some(filter => getScalar(filter, 'type')?.text === 'RequestRedirect');

const getMapKey = (value: LocatedMap, key: string): LocatedValue =>
  getMap(value)?.entries.get(key)?.key ?? value;
