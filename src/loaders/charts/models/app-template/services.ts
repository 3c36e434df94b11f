import type { RenderedObject } from '../../../../model/release.ts';
import { get, getMap, getScalar, getString } from '../../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../../yaml/located.ts';
import { mapOf, mergeLeft } from '../../shared/maps.ts';
import { nonEmpty } from '../../shared/objects.ts';
import { goText, isTruthy, printed } from '../../shared/truth.ts';
import { type Context, refuse, relatedTo } from './context.ts';
import { allItems, type Item, isEnabled, itemsOf } from './items.ts';
import { itemObject, selectorLabels } from './metadata.ts';
import { objectName } from './names.ts';
import { oneOf, refuseUnknown, single } from './references.ts';

const TYPES = ['ClusterIP', 'LoadBalancer', 'NodePort', 'ExternalName', 'ExternalIP'] as const;
type ServiceType = (typeof TYPES)[number];

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_service.tpl */
export const services = (context: Context): RenderedObject[] =>
  itemsOf(context, 'service').map(item => ({
    value: service(context, item),
    partial: enabledPorts(item).some(hasRange),
  }));

function service(context: Context, item: Item): LocatedMap {
  const at = item.key.origin;
  const type = typeOf(context, item);
  const controller = controllerOf(context, item);
  const ports = type === 'ExternalName' ? enabledPorts(item) : servicePorts(context, item);
  const selector = controller && selectorLabels(context, controller.text, controller.origin);
  const spec = mapFrom(at, {
    type: getString(item.value, 'type') ?? scalarFrom(at, type, 'default'),
    ...fieldsOf(context, item.value, type),
    // The ports of a range are not listed one by one: then the list is not known.
    ports: ports.some(hasRange)
      ? undefined
      : sequenceFrom(getMap(item.value, 'ports')?.origin ?? at, ports.map(portObject)),
    selector: nonEmpty(mergeLeft(at, getMap(item.value, 'extraSelectorLabels'), selector)),
  });
  const name = objectName(context, 'service', item);
  const fixedLabels = mapOf(at, [['app.kubernetes.io/service', name]]);
  const head = { apiVersion: 'v1', kind: 'Service', group: 'service', name, fixedLabels };
  return itemObject(context, item, head, { spec });
}

const FIELDS = [
  'internalTrafficPolicy',
  'sessionAffinity',
  'sessionAffinityConfig',
  'externalIPs',
  'publishNotReadyAddresses',
  'ipFamilyPolicy',
  'ipFamilies',
  'trafficDistribution',
] as const;

const BALANCER_FIELDS = [
  'loadBalancerIP',
  'loadBalancerSourceRanges',
  'loadBalancerClass',
] as const;

/** Fields that are copied where the type has them; on others they are dropped without a word. */
function fieldsOf({ features }: Context, value: LocatedMap, type: ServiceType): Parts {
  const isBalancer = type === 'LoadBalancer';
  const isExternal = isBalancer || type === 'NodePort';
  const names = [
    ...FIELDS,
    ...(isBalancer ? BALANCER_FIELDS : []),
    ...(isExternal ? ['externalTrafficPolicy'] : []),
    ...(type === 'ClusterIP' || features.clusterIpOnAll ? ['clusterIP'] : []),
    ...(type === 'ExternalName' ? ['externalName'] : []),
  ];
  const copied = names.map(name => [name, truthy(value, name)] as const);
  const nodePorts = isBalancer ? get(value, 'allocateLoadBalancerNodePorts') : undefined;
  return { ...Object.fromEntries(copied), allocateLoadBalancerNodePorts: nodePorts };
}

const truthy = (value: LocatedMap, key: string) => {
  const found = get(value, key);
  return isTruthy(found) ? found : undefined;
};

function typeOf(context: Context, { value }: Item): ServiceType {
  const written = get(value, 'type');
  if (!isTruthy(written) || !written) return 'ClusterIP';
  return oneOf(context, written, TYPES, 'service type') ?? 'ClusterIP';
}

/** The controller that a service belongs to: the one it names, else the only one. */
export function controllerOf(context: Context, item: Item): LocatedScalar | undefined {
  const written = getScalar(item.value, 'controller');
  const enabled = itemsOf(context, 'controllers');
  if (!isTruthy(written)) {
    const only = context.features.autoController ? single(context, 'controllers') : undefined;
    if (only) return scalarFrom(item.key.origin, only.id, 'default');
    refuse(context, item.key, `service \`${item.id}\` needs a controller`, {
      help:
        enabled.length > 0
          ? `one of ${enabled.map(({ id }) => id).join(', ')}`
          : 'no controller is enabled',
      related: enabled.map(({ key }) => relatedTo(key, 'an enabled controller')),
    });
    return undefined;
  }
  if (!written) return undefined;
  if (!enabled.some(({ id }) => id === written.text))
    refuseUnknown(context, 'controllers', written, 'controller');
  return written;
}

/** A service's ports that are enabled, in the order of their names. */
export const enabledPorts = ({ value }: Item): Item[] =>
  allItems(getMap(value, 'ports')).filter(port => isEnabled(port.value));

const hasRange = ({ value }: Item): boolean => isTruthy(get(value, 'portRange'));

function servicePorts(context: Context, item: Item): Item[] {
  const ports = enabledPorts(item);
  if (ports.length === 0) refuse(context, item.key, `service \`${item.id}\` has no enabled port`);
  for (const port of ports) {
    if (!isTruthy(get(port.value, 'port')) && !hasRange(port)) {
      refuse(context, port.key, `port \`${port.id}\` of service \`${item.id}\` has no port number`);
    }
  }
  if (context.features.duplicatePortsFail) refuseDuplicates(context, item, ports);
  return ports;
}

function refuseDuplicates(context: Context, item: Item, ports: readonly Item[]): void {
  const seen = new Map<string, Item>();
  for (const port of ports) {
    const number = getScalar(port.value, 'port');
    if (!number) continue;
    const key = `${goText(number)}/${protocolOf(port).text}`;
    const first = seen.get(key);
    if (!first) seen.set(key, port);
    else {
      refuse(context, number, `port \`${key}\` of service \`${item.id}\` is there twice`, {
        related: [relatedTo(first.key, 'the other port')],
      });
    }
  }
}

function protocolOf({ key, value }: Item): LocatedScalar {
  const written = getString(value, 'protocol');
  if (!written) return scalarFrom(key.origin, 'TCP', 'default');
  return ['HTTP', 'HTTPS', 'TCP'].includes(written.value)
    ? scalarFrom(written.origin, 'TCP')
    : written;
}

/** A field of a port, which the chart prints as it is; undefined where it counts as not there. */
function portField({ value }: Item, name: string): LocatedScalar | undefined {
  const found = getScalar(value, name);
  return found && isTruthy(found) ? printed(found) : undefined;
}

/** The number of a service's port. */
export const numberOf = (port: Item): LocatedScalar | undefined => portField(port, 'port');

function portObject(port: Item): LocatedMap {
  const { key, value } = port;
  return mapFrom(key.origin, {
    name: scalarFrom(key.origin, port.id),
    port: numberOf(port),
    targetPort: portField(port, 'targetPort') ?? numberOf(port),
    protocol: protocolOf(port),
    nodePort: portField(port, 'nodePort'),
    appProtocol: truthy(value, 'appProtocol'),
  });
}

/** The port that stands for a service: the one marked primary, else the first by name. */
export function primaryPort(item: Item): Item | undefined {
  const ports = enabledPorts(item);
  return ports.find(({ value }) => isTruthy(get(value, 'primary'))) ?? ports[0];
}

/** The number of a service's port, given by name or number. */
export function portNumber(item: Item, port: LocatedScalar): LocatedScalar {
  if (typeof port.value !== 'string') return port;
  const named = enabledPorts(item).find(({ id }) => id === port.text);
  const number = named && numberOf(named);
  return number ? scalarFrom(port.origin, number.value) : printed(port);
}

/** The service that a controller's probes ask: the one marked primary, else the first by name. */
export function primaryService(context: Context, controller: string): Item | undefined {
  const own = itemsOf(context, 'service').filter(item => {
    const written = getScalar(item.value, 'controller');
    if (isTruthy(written)) return written?.text === controller;
    return context.features.autoController && single(context, 'controllers')?.id === controller;
  });
  return own.find(({ value }) => isTruthy(get(value, 'primary'))) ?? own[0];
}
