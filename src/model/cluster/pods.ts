import type { Lookup } from '../lookup.ts';
import { absent, found, unknowable } from '../lookup.ts';
import type { ClusterResource } from './owned.ts';
import { isPlaceholder } from './placeholder.ts';
import { hiddenIn, mayReach, type ResourceIndex } from './resources.ts';
import { KINDS_WITHOUT_SERVICES } from './services.ts';
import { toWorkload, WORKLOAD_KINDS, type Workload } from './workloads.ts';

type Labels = ReadonlyMap<string, string>;

/** Labels that controllers put on the pods they make, whatever the template says. */
const ADDED =
  /^(?:statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name|batch\.kubernetes\.io\/.+)$/;

/** Namespaces with pods that no repository deploys: the control plane's and the distribution's. */
const SYSTEM_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Label keys that people give their own pods; any other domain's are some controller's. */
const COMMON_KEY = /^(?:[^/]+|app\.kubernetes\.io\/.+)$/;

/** Groups of whose kinds no controller runs pods that a Service could select. */
const GROUPS_WITHOUT_PODS =
  /^$|^(?:apps|batch|policy|autoscaling|extensions)$|\.k8s\.io$|^(?:.+\.)?(?:external-secrets\.io|cert-manager\.io|cilium\.io|volsync\.backube|bitnami\.com|onepassword\.com|infisical\.com|kyverno\.io|traefik\.io|k8s-sigs\.io|metallb\.io)$/;

/** Kinds without pods, of groups whose other kinds have some. */
const KINDS_WITHOUT_PODS =
  /^(?:Application|ApplicationSet|AppProject|ScaledObject|TriggerAuthentication|ClusterTriggerAuthentication|EnvoyProxy|SecurityPolicy|BackendTrafficPolicy|ClientTrafficPolicy|HTTPRouteFilter|Backend|EnvoyPatchPolicy)$/;

/**
 * The workloads whose pods a label selector chooses in a namespace. Absent only where all pods of
 * that namespace are known: no operator, chart without a model, or unreadable file may run others.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes
 */
export function selectPods(
  index: ResourceIndex,
  workloads: readonly Workload[],
  namespace: string,
  selector: Labels,
): Lookup<readonly Workload[]> {
  const wanted = [...selector].filter(([key]) => !ADDED.test(key));
  const isChosen = ({ podLabels }: Workload) =>
    wanted.every(([key, value]) => podLabels.get(key) === value);
  const here = workloadsIn(index, workloads, namespace);
  const chosen = here.filter(isChosen);
  if (chosen.length > 0) return found(chosen);
  const reason = whyUnknown(index, namespace, new Map(wanted));
  if (reason !== undefined) return unknowable(reason);
  return here.length > 0 || workloads.some(isChosen)
    ? absent
    : unknowable('the repository has no workloads in the namespace');
}

/** Loose manifests count: without a namespace they may be applied to any. */
function workloadsIn(
  { loose }: ResourceIndex,
  workloads: readonly Workload[],
  namespace: string,
): Workload[] {
  return [
    ...workloads.filter(workload => workload.namespace === namespace),
    ...loose
      .filter(item => WORKLOAD_KINDS.includes(item.kind))
      .filter(item => item.namespace === undefined || item.namespace === namespace)
      .flatMap(item => toWorkload(item) ?? []),
  ];
}

/** Why pods with such labels may run in a namespace without being among the known workloads. */
function whyUnknown(index: ResourceIndex, namespace: string, labels: Labels): string | undefined {
  if (SYSTEM_NAMESPACES.has(namespace)) return `${namespace} has pods of the cluster's own`;
  if (isPlaceholder(namespace) || [...labels].some(label => label.some(isPlaceholder)))
    return 'it has a placeholder';
  const foreign = [...labels.keys()].find(key => !COMMON_KEY.test(key));
  if (foreign !== undefined) return `a controller may set the label ${foreign}`;
  for (const kind of WORKLOAD_KINDS) {
    const group = kind === 'Pod' ? '' : /Job$/.test(kind) ? 'batch' : 'apps';
    const hidden = hiddenIn(index.blindness, { group, kind, namespace });
    if (hidden !== undefined) return hidden;
  }
  const maker = index.deployed.find(item => item.namespace === namespace && mayRunPods(item));
  if (maker) return `the operator of the ${maker.kind} ${maker.name} may run them`;
  return whichChart(index, namespace, labels);
}

const mayRunPods = ({ group, kind }: ClusterResource): boolean =>
  !GROUPS_WITHOUT_PODS.test(group) &&
  !KINDS_WITHOUT_PODS.test(kind) &&
  !KINDS_WITHOUT_SERVICES.test(kind);

/** Charts label their pods by release and chart: of one with a model, a label says so. */
function whichChart(
  { blindness }: ResourceIndex,
  namespace: string,
  labels: Labels,
): string | undefined {
  for (const { build, namespace: destination } of blindness.builds) {
    for (const { release, rendering } of build.releases) {
      if (rendering.complete === 'all') continue;
      if (!mayReach(release.namespace ?? destination, { namespace })) continue;
      // The same words as of its Secrets: like its own names, or as its values say.
      const { mayNameSecret: mayBeIts } = rendering;
      const isOthers = mayBeIts && ![...labels.values()].some(mayBeIts);
      if (!isOthers) return `the chart ${release.chart.text} may run them`;
    }
  }
  return undefined;
}
