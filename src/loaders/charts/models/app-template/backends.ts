import { get, getScalar, getString } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../../yaml/located.ts';
import { isTruthy, printed } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import type { Item } from './items.ts';
import { objectName } from './names.ts';
import { lookUp, refuseUnknown, single } from './references.ts';
import { numberOf, portNumber, primaryPort } from './services.ts';

interface Target {
  readonly name: LocatedValue | undefined;
  /** The service of this release that it is, where it was found by its identifier. */
  readonly service: Item | undefined;
}

/** The backend that the chart makes of a `backendRefs` item. */
export function backendRef(context: Context, ref: LocatedMap): LocatedMap {
  const { origin } = ref;
  const { name, service } = targetOf(context, ref);
  const written = getScalar(ref, 'port');
  const port = isTruthy(written) && written ? written : undefined;
  const isService = !isTruthy(get(ref, 'kind')) || getString(ref, 'kind')?.value === 'Service';
  return mapFrom(origin, {
    group: get(ref, 'group') ?? scalarFrom(origin, '', 'default'),
    kind: get(ref, 'kind') ?? scalarFrom(origin, 'Service', 'default'),
    name,
    namespace: get(ref, 'namespace') ?? (isService ? context.namespace : undefined),
    port: port
      ? resolvedPort(context, port, service)
      : service && primaryPortNumber(service, origin),
    weight: get(ref, 'weight') ?? scalarFrom(origin, 1, 'default'),
    filters: get(ref, 'filters'),
  });
}

function resolvedPort(
  context: Context,
  port: LocatedScalar,
  service: Item | undefined,
): LocatedScalar {
  return service && context.features.numericBackendPorts
    ? portNumber(service, port)
    : printed(port);
}

function targetOf(context: Context, ref: LocatedMap): Target {
  const name = getString(ref, 'name');
  const identifier = getString(ref, 'identifier');
  if (name && context.features.backendNames === 'literal')
    return { name: context.tpl(name), service: undefined };
  if (name) {
    const hit = lookUp(context, 'service', name);
    if (hit) return { name: hit.name, service: hit.item };
    return { name: context.tpl(name), service: undefined };
  }
  return identifier ? byIdentifier(context, identifier) : byDefault(context, ref);
}

function byIdentifier(context: Context, identifier: LocatedScalar): Target {
  const hit = lookUp(context, 'service', identifier);
  if (!hit) refuseUnknown(context, 'service', identifier, 'service');
  return { name: hit?.name, service: hit?.item };
}

function byDefault(context: Context, ref: LocatedMap): Target {
  const service =
    context.features.backendNames === 'literal' ? single(context, 'service') : undefined;
  if (!service)
    refuse(context, ref, 'this backend needs an identifier: there is not exactly one service');
  const name =
    service && scalarFrom(ref.origin, objectName(context, 'service', service).text, 'default');
  return { name, service };
}

/** The backend that stands for a service as a whole: its primary port. */
export const serviceBackend = (context: Context, service: Item, at: Origin): LocatedMap =>
  mapFrom(
    at,
    {
      group: '',
      kind: 'Service',
      name: scalarFrom(at, objectName(context, 'service', service).text, 'default'),
      namespace: context.namespace,
      port: primaryPortNumber(service, at),
      weight: 1,
    },
    'default',
  );

function primaryPortNumber(service: Item, at: Origin): LocatedScalar | undefined {
  const primary = primaryPort(service);
  const number = primary && numberOf(primary);
  return number && scalarFrom(at, number.value, 'default');
}
