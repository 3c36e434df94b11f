import { misspelt } from '../../../text/nearest.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import type { Lookup } from '../../lookup.ts';
import { absent, found, unknowable, unlikely } from '../../lookup.ts';
import { KINDS_WITHOUT_SERVICES } from '../network/services.ts';
import type { Doubt } from '../objects/doubts.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
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
  /^$|^(?:apps|batch|policy|autoscaling|extensions)$|\.k8s\.io$|^(?:.+\.)?(?:external-secrets\.io|cert-manager\.io|cilium\.io|volsync\.backube|bitnami\.com|onepassword\.com|infisical\.com|kyverno\.io|traefik\.io|k8s-sigs\.io|metallb\.io|(?:extensions|networking|security|telemetry)\.istio\.io)$/;

/** Kinds without pods, of groups whose other kinds have some. */
const KINDS_WITHOUT_PODS =
  /^(?:Application|ApplicationSet|AppProject|ScaledObject|TriggerAuthentication|ClusterTriggerAuthentication|EnvoyProxy|SecurityPolicy|BackendTrafficPolicy|ClientTrafficPolicy|HTTPRouteFilter|Backend|EnvoyPatchPolicy)$/;

/** Which pods a label selector chooses. */
export interface PodIndex {
  /**
   * The workloads whose pods are chosen in a namespace. Absent only where all pods of that namespace
   * are known: no operator, chart without a model, or unreadable file may run others.
   */
  select(namespace: string, selector: Labels): Lookup<readonly Workload[]>;
}

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes */
export function podIndex(index: ResourceIndex, workloads: readonly Workload[]): PodIndex {
  const byLabel = labelled([...workloads, ...looseWorkloads(index)]);
  const blind = memo((namespace: string) => whyBlind(index, namespace));
  const at = (namespace: string | undefined, label: string) =>
    byLabel.get(keyOf(namespace, label)) ?? [];
  // Loose manifests without a namespace may be applied to any.
  const here = (namespace: string, label: string) => [
    ...at(namespace, label),
    ...at(undefined, label),
  ];
  return {
    select(namespace, selector) {
      const wanted = [...selector].filter(([key]) => !ADDED.test(key));
      const labels = wanted.length > 0 ? wanted.map(pair => pair.join('=')) : [ANY];
      const [fewest = []] = labels
        .map(label => here(namespace, label))
        .sort((a, b) => a.length - b.length);
      const isChosen = ({ podLabels }: Workload) =>
        wanted.every(([key, value]) => podLabels.get(key) === value);
      const chosen = fewest.filter(isChosen);
      if (chosen.length > 0) return found(chosen);
      const reason = blind(namespace) ?? whyUnknown(new Map(wanted));
      // Whatever else runs there, what is a letter off the labels of known pods is meant for them.
      const isSlip = here(namespace, ANY).some(workload => isNearly(workload, wanted));
      const open = isSlip ? unlikely : unknowable;
      if (reason !== undefined) return open(reason);
      const unread = unreadPods(index, namespace, selector);
      if (unread?.chance === 'may') return open(unread.reason);
      if (here(namespace, ANY).length === 0 && !workloads.some(isChosen))
        return unknowable('the repository has no workloads in the namespace');
      return unread ? unlikely(unread.reason) : absent;
    },
  };
}

/** Whether the pods have all of the labels, but for a slip of the pen in one. */
function isNearly(
  { podLabels }: Workload,
  wanted: readonly (readonly [string, string])[],
): boolean {
  const others = wanted.filter(([key, value]) => podLabels.get(key) !== value);
  const [[key, value] = ['', '']] = others;
  return others.length === 1 && misspelt(value, [podLabels.get(key) ?? '']) !== undefined;
}

/** Stands for every workload, whatever its labels. */
const ANY = '';

const keyOf = (namespace: string | undefined, label: string): string =>
  JSON.stringify([namespace, label]);

const looseWorkloads = ({ loose }: ResourceIndex): Workload[] =>
  loose.filter(item => WORKLOAD_KINDS.includes(item.kind)).flatMap(item => toWorkload(item) ?? []);

function labelled(workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
  const result = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const { owner, namespace } = workload.resource;
    const where = owner.type === 'file' ? namespace : workload.namespace;
    for (const label of [ANY, ...[...workload.podLabels].map(pair => pair.join('='))]) {
      const key = keyOf(where, label);
      const list = result.get(key);
      if (list) list.push(workload);
      else result.set(key, [workload]);
    }
  }
  return result;
}

function memo<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return key => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as T;
  };
}

/** Why a namespace may have pods that nobody here knows, whatever their labels. */
function whyBlind(index: ResourceIndex, namespace: string): string | undefined {
  if (SYSTEM_NAMESPACES.has(namespace)) return `\`${namespace}\` has pods of the cluster's own`;
  if (isPlaceholder(namespace)) return 'its namespace is a placeholder';
  const maker = index.deployed.find(item => item.namespace === namespace && mayRunPods(item));
  return maker && `the operator of the ${maker.kind} \`${maker.name}\` may run them`;
}

/** Why pods may get such labels from elsewhere. */
function whyUnknown(labels: Labels): string | undefined {
  if ([...labels].some(label => label.some(isPlaceholder))) return 'it has a placeholder';
  const foreign = [...labels.keys()].find(key => !COMMON_KEY.test(key));
  return foreign && `a controller may set the label \`${foreign}\``;
}

const mayRunPods = ({ group, kind }: ClusterResource): boolean =>
  !GROUPS_WITHOUT_PODS.test(group) &&
  !KINDS_WITHOUT_PODS.test(kind) &&
  !KINDS_WITHOUT_SERVICES.test(kind);

/**
 * What is not read and may run such pods. Labels are like names: of the release, the chart, or as
 * values say.
 */
function unreadPods(
  { doubts }: ResourceIndex,
  namespace: string,
  labels: Labels,
): Doubt | undefined {
  const unread = WORKLOAD_KINDS.flatMap(kind => {
    const group = kind === 'Pod' ? '' : /Job$/.test(kind) ? 'batch' : 'apps';
    return doubts.all({ group, kind, namespace }).flatMap(doubt => {
      const { mayName, strict } = doubt.unknown;
      const isOthers = mayName && ![...labels.values()].some(value => mayName(value, 'Secret'));
      if (!isOthers) return [doubt];
      return strict === true ? [] : [{ ...doubt, chance: 'unlikely' as const }];
    });
  });
  return unread.find(({ chance }) => chance === 'may') ?? unread[0];
}
