import { contains, parseAddress, parseRange, withoutPrefixLength } from '../../../net/addresses.ts';
import { dirname } from '../../../source/tree.ts';
import { asScalar, booleanAt, getMap, itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import type { TalosModel, TalosNode } from '../../talos.ts';

/** Addresses at which a release's Prometheus asks a component of the control plane. */
export interface ControlPlaneEndpoints {
  /** The part of the values: `kubeEtcd`. */
  readonly component: string;
  readonly items: readonly LocatedScalar[];
}

/** What a list of endpoints and the machines say differently. */
export interface EndpointMismatch {
  /** Endpoints where no machine of the control plane is. */
  readonly strangers: readonly LocatedScalar[];
  /** Control planes at none of whose addresses anybody asks. */
  readonly left: readonly TalosNode[];
}

/**
 * Charts that make a Service without selector of `kubeEtcd.endpoints` and the like.
 *
 * @see https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/templates/exporters/kube-etcd/endpoints.yaml
 * @see https://github.com/VictoriaMetrics/helm-charts/blob/master/charts/victoria-metrics-k8s-stack/values.yaml
 */
const CHARTS = ['kube-prometheus-stack', 'victoria-metrics-k8s-stack'];

/** Components that Talos runs on control planes, and only there. */
const COMPONENTS = ['kubeControllerManager', 'kubeEtcd', 'kubeScheduler'];

/** The endpoints that a release's values list, those of a parent chart included. */
export function controlPlaneEndpoints({ chart, values }: HelmRelease): ControlPlaneEndpoints[] {
  const own = CHARTS.includes(chart.text) ? [values] : [];
  const nested = CHARTS.flatMap(name => getMap(values, name) ?? []);
  return [...own, ...nested].filter(isOn).flatMap(scope =>
    COMPONENTS.flatMap(component => {
      const part = getMap(scope, component);
      const items = itemsAt(part, 'endpoints').flatMap(item => asScalar(item) ?? []);
      const isUsed = isOn(part) && isOn(getMap(part, 'service'));
      return items.length > 0 && isUsed ? [{ component, items }] : [];
    }),
  );
}

const isOn = (values: LocatedMap | undefined): boolean => booleanAt(values, 'enabled') !== false;

/**
 * How the endpoints differ from the control planes; undefined where that can't be told: a machine's address or
 * role isn't written, or nothing shows that these are the machines of the cluster.
 */
export function endpointMismatch(
  { items }: ControlPlaneEndpoints,
  { nodes, unchecked }: Pick<TalosModel, 'nodes' | 'unchecked'>,
): EndpointMismatch | undefined {
  const wanted = items.map(({ text }) => parseAddress(text)?.text);
  if (unchecked.length > 0 || wanted.includes(undefined)) return undefined;
  const isAsked = (node: TalosNode) => addressesOf(node).some(text => wanted.includes(text));
  // Machines of other clusters have a directory of their own.
  const places = new Set(nodes.filter(isAsked).map(({ file }) => dirname(file)));
  const own = nodes.filter(({ file }) => places.has(dirname(file)));
  if (places.size !== 1 || !own.every(isKnown)) return undefined;
  const planes = own.filter(({ role }) => role === 'controlplane');
  if (!planes.some(isAsked)) return undefined;
  // The VIP is one of them, whichever that is.
  if (own.some(({ vips }) => vips.some(vip => wanted.includes(canonical(vip.text)))))
    return undefined;
  const known = planes.flatMap(addressesOf);
  const strangers = items.filter(({ text }) => !known.includes(canonical(text)));
  if (!strangers.every(({ text }) => isNear(text, planes))) return undefined;
  const left = planes.filter(node => !isAsked(node));
  return strangers.length > 0 || left.length > 0 ? { strangers, left } : undefined;
}

const isKnown = ({ role, addresses }: TalosNode): boolean =>
  role !== undefined && addresses.some(({ text }) => parseAddress(withoutPrefixLength(text)));

/** The addresses of a machine without their prefix lengths. */
export const addressesOf = ({ addresses }: TalosNode): string[] =>
  addresses.map(({ text }) => canonical(text));

const canonical = (text: string): string => {
  const address = withoutPrefixLength(text);
  return parseAddress(address)?.text ?? address;
};

/** Whether all machines have an address in the network of this one, so that none may have it by DHCP. */
function isNear(text: string, nodes: readonly TalosNode[]): boolean {
  const address = parseAddress(text);
  return nodes.every(({ addresses }) =>
    addresses.some(own => {
      const range = parseRange(own.text);
      return address !== undefined && range !== undefined && contains(range, address);
    }),
  );
}
