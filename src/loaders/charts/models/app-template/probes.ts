import { own } from '../../../../text/own.ts';
import { get, getMap, getScalar, getString } from '../../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../../yaml/located.ts';
import { mergeLeft } from '../../shared/maps.ts';
import { isTruthy } from '../../shared/truth.ts';
import type { Context } from './context.ts';
import { allItems, type Item } from './items.ts';
import { primaryPort, primaryService } from './services.ts';

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/container/fields/_probes.tpl */
export function probesOf(context: Context, controller: Item, container: Item): Parts {
  const probes = allItems(getMap(container.value, 'probes')).flatMap(item => {
    const isKnown = ['liveness', 'readiness', 'startup'].includes(item.id);
    const value =
      isKnown && isTruthy(get(item.value, 'enabled'))
        ? probe(context, controller, item)
        : undefined;
    return value ? [[`${item.id}Probe`, value] as const] : [];
  });
  return Object.fromEntries(probes);
}

function probe(context: Context, controller: Item, item: Item): LocatedMap | undefined {
  const spec = getMap(item.value, 'spec');
  if (isTruthy(get(item.value, 'custom'))) return spec && context.tpl(spec);
  const port = portOf(context, controller, item);
  if (!port) return undefined;
  const at = item.key.origin;
  const written = getString(item.value, 'type')?.value ?? 'TCP';
  const type = written === 'AUTO' ? protocolOf(context, controller) : written;
  const path = get(item.value, 'path');
  const handler = own(HANDLERS, type) ?? 'tcpSocket';
  const isHttp = handler === 'httpGet';
  const action = mapFrom(at, {
    port,
    path: isHttp ? (path ?? scalarFrom(at, '/', 'default')) : undefined,
    scheme: isHttp ? type : undefined,
  });
  return mergeLeft(at, mapFrom(at, { [handler]: action }), spec);
}

const HANDLERS: Readonly<Record<string, string>> = {
  TCP: 'tcpSocket',
  HTTP: 'httpGet',
  HTTPS: 'httpGet',
  GRPC: 'grpc',
};

/** What a probe of the type `AUTO` speaks: the protocol of the controller's first port. */
function protocolOf(context: Context, controller: Item): string {
  const service = primaryService(context, controller.id);
  const port = service && primaryPort(service);
  return (port && getString(port.value, 'protocol')?.value) ?? 'TCP';
}

/** Without a port of its own a probe asks the controller's service; without one it is left out. */
function portOf(context: Context, controller: Item, item: Item): LocatedScalar | undefined {
  const own = getScalar(item.value, 'port');
  if (own && isTruthy(own)) return context.tpl(own);
  const service = primaryService(context, controller.id);
  const port = service && primaryPort(service);
  const number = port && (getScalar(port.value, 'targetPort') ?? getScalar(port.value, 'port'));
  return number && scalarFrom(item.key.origin, number.value, 'default');
}
