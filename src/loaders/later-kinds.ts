import { creatableKinds } from '../model/rbac.ts';
import type { RenderedObject } from '../model/release.ts';
import type { SourceText } from '../source/text.ts';
import { itemsAt, textAt } from '../yaml/access.ts';

/**
 * Kinds of which a chart may bring objects that are not in what its templates print: those that its
 * pods are allowed to create, and those of APIs that a template asked for and the cluster may serve.
 */
export function laterKinds(
  objects: readonly RenderedObject[],
  asked: ReadonlySet<string>,
): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const { value } of objects) {
    if (!/^(?:Cluster)?Role$/.test(textAt(value, 'kind') ?? '')) continue;
    for (const rule of itemsAt(value, 'rules'))
      for (const kind of creatableKinds(rule)) kinds.add(kind);
  }
  for (const api of asked) for (const kind of kindsOf(api)) kinds.add(kind);
  return kinds;
}

const KIND = /^kind:[ \t]*["']?([A-Z]\w*)["']?[ \t]*$/gm;

/** Kinds of the objects that are written in templates, whatever their branches come to. */
export const kindsWrittenIn = (templates: readonly SourceText[]): ReadonlySet<string> =>
  new Set(templates.flatMap(({ text }) => [...text.matchAll(KIND)].map(([, kind = '']) => kind)));

/** Kinds of groups that charts ask for as a whole before they make objects of them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'monitoring.coreos.com': ['ServiceMonitor', 'PodMonitor', 'PrometheusRule', 'Probe'],
  'gateway.networking.k8s.io': ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'],
  'cert-manager.io': ['Certificate', 'Issuer', 'ClusterIssuer'],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass'],
  'cilium.io': ['CiliumNetworkPolicy', 'CiliumLoadBalancerIPPool', 'CiliumL2AnnouncementPolicy'],
};

function kindsOf(api: string): readonly string[] {
  const [group = '', , kind] = api.split('/');
  return kind === undefined ? (GROUPS[group] ?? []) : [kind];
}
