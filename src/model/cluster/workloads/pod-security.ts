import {
  booleanAt,
  get,
  getScalar,
  itemsAt,
  numberAt,
  textAt,
  textsAt,
} from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { type Application, createsNamespace } from '../../application.ts';
import type { TalosModel } from '../../talos.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import type { Workload } from './workloads.ts';

/** What a namespace's pods may not be; `privileged` refuses nothing. */
export type SecurityLevel = 'privileged' | 'baseline' | 'restricted';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

const levelOf = (text: string | undefined): SecurityLevel | undefined =>
  text === 'privileged' || text === 'baseline' || text === 'restricted' ? text : undefined;

/** What the API servers enforce in namespaces without a label. */
export interface SecurityDefault {
  readonly level: SecurityLevel;
  readonly exempt: ReadonlySet<string>;
  /** The setting, where a patch writes it. */
  readonly at: LocatedValue | undefined;
}

/**
 * What Talos sets up for its API servers: `baseline` except in kube-system, unless patches say otherwise.
 * Undefined where there is no Talos, or what it gets isn't known.
 *
 * @see https://docs.siderolabs.com/kubernetes-guides/security/pod-security
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/pkg/machinery/config/generate/init.go
 */
export function talosDefault({
  nodes,
  patches,
  unchecked,
}: TalosModel): SecurityDefault | undefined {
  if (nodes.length + patches.length === 0 || unchecked.length > 0) return undefined;
  if (patches.some(({ type, value }) => type === 'json6902' && touchesAdmission(value)))
    return undefined;
  let level: SecurityLevel = 'baseline';
  let at: LocatedValue | undefined;
  const exempt = new Set(['kube-system']);
  for (const { value } of patches) {
    const control = get(value, 'cluster', 'apiServer', 'admissionControl');
    const plugin = itemsAt(control).find(item => textAt(item, 'name') === 'PodSecurity');
    if ([control, plugin].some(item => textAt(item, '$patch') === 'delete'))
      return { level: 'privileged', exempt, at: control };
    const written = getScalar(plugin, 'configuration', 'defaults', 'enforce');
    level = levelOf(written?.text) ?? level;
    at = written ?? at;
    for (const name of textsAt(plugin, 'configuration', 'exemptions', 'namespaces'))
      exempt.add(name);
  }
  return { level, exempt, at };
}

const touchesAdmission = (patch: LocatedValue): boolean =>
  itemsAt(patch).some(item => textAt(item, 'path')?.includes('admissionControl'));

/** What is enforced in a namespace, and where that is said. */
export interface Enforcement {
  readonly level: SecurityLevel;
  readonly at: LocatedValue | undefined;
  /** Why it may not be so: labels are also set by hand. */
  readonly doubt: string | undefined;
}

/** Undefined where nobody here can know. */
export function enforcedIn(
  namespace: string,
  fallback: SecurityDefault | undefined,
  {
    resources,
    applications,
  }: {
    readonly resources: ResourceIndex;
    readonly applications: readonly Application[];
  },
): Enforcement | undefined {
  // Exemptions win over labels.
  if (fallback?.exempt.has(namespace)) return undefined;
  const key = { group: '', kind: 'Namespace', namespace: undefined, name: namespace };
  const objects = resources.all(key);
  const managed = applications.filter(
    ({ destination, value }) =>
      destination.namespace?.text === namespace &&
      get(value, 'spec', 'syncPolicy', 'managedNamespaceMetadata') !== undefined,
  );
  const labels = [
    ...objects.map(({ value }) => getScalar(value, 'metadata', 'labels', ENFORCE)),
    ...managed.map(({ value }) =>
      getScalar(value, 'spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels', ENFORCE),
    ),
  ].flatMap(label => label ?? []);
  // The mildest of several: which of them comes last is not known.
  const [mildest] = [...labels].sort((a, b) => rank(a.text) - rank(b.text));
  if (mildest) {
    const level = levelOf(mildest.text);
    return level && { level, at: mildest, doubt: undefined };
  }
  if (!fallback) return undefined;
  const { level, at } = fallback;
  const isWhole = objects.some(({ partial, value }) => !partial && isPlain(value));
  if (isWhole) return { level, at, doubt: undefined };
  const makes = applications.filter(
    application =>
      application.destination.namespace?.text === namespace && createsNamespace(application),
  );
  if (makes.length === 0 || resources.find(key).status === 'unknowable') return undefined;
  return { level, at, doubt: 'the namespace may be labelled by hand' };
}

const RANKS = ['privileged', 'baseline', 'restricted'];
const rank = (text: string): number => RANKS.indexOf(text);

/** Whether all labels are written: a template or a substitution could add some. */
const isPlain = (value: LocatedValue): boolean => {
  const labels = get(value, 'metadata', 'labels');
  return labels === undefined || labels.kind === 'map';
};

/** Something of a pod that `baseline` forbids. */
export interface SecurityBreach {
  readonly at: LocatedValue;
  /** As in "uses …". */
  readonly what: string;
}

/** Capabilities that a container may add all the same. */
const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
export function baselineBreaches({
  podSpec,
  volumes,
  containers,
  initContainers,
}: Workload): SecurityBreach[] {
  const on = (value: LocatedValue, what: string, ...path: string[]): SecurityBreach[] => {
    const at = get(value, ...path);
    return at && booleanAt(value, ...path) === true ? [{ at, what }] : [];
  };
  return [
    ...on(podSpec, "the host's network", 'hostNetwork'),
    ...on(podSpec, "the host's processes", 'hostPID'),
    ...on(podSpec, "the host's IPC", 'hostIPC'),
    ...volumes.flatMap(({ value }) => {
      const at = get(value, 'hostPath', 'path') ?? get(value, 'hostPath');
      return at ? [{ at, what: 'a directory of the host' }] : [];
    }),
    ...[...containers, ...initContainers].flatMap(({ value, ports }) => [
      ...on(value, 'a privileged container', 'securityContext', 'privileged'),
      ...itemsAt(value, 'securityContext', 'capabilities', 'add').flatMap(at =>
        at.kind === 'scalar' && !BASELINE_CAPABILITIES.has(at.text)
          ? [{ at, what: `the capability \`${at.text}\`` }]
          : [],
      ),
      ...ports.flatMap(port => {
        const at = getScalar(port, 'hostPort');
        return at && (numberAt(port, 'hostPort') ?? 0) > 0
          ? [{ at, what: 'a port of the host' }]
          : [];
      }),
    ]),
  ];
}

/** Volumes that `restricted` lets a pod have. */
const RESTRICTED_VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/**
 * What `restricted` asks of a pod besides, and a pod does not have. Nothing of a pod of which fields may be missing.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedBreaches(workload: Workload): SecurityBreach[] {
  const { podSpec, volumes, containers, initContainers, resource } = workload;
  if (resource.partial || textAt(podSpec, 'os', 'name') === 'windows') return [];
  const pod = get(podSpec, 'securityContext');
  const profile = (value: LocatedValue | undefined): string | undefined =>
    textAt(value, 'seccompProfile', 'type');
  return [
    ...volumes.flatMap(({ value }) => {
      const other = [...value.entries.values()].find(
        ({ key }) => key.text !== 'name' && !RESTRICTED_VOLUMES.has(key.text),
      );
      return other && other.key.text !== 'hostPath'
        ? [{ at: other.key, what: `a volume of \`${other.key.text}\`` }]
        : [];
    }),
    ...[...containers, ...initContainers].flatMap(({ value }): SecurityBreach[] => {
      const own = get(value, 'securityContext');
      const at = own ?? getScalar(value, 'name') ?? value;
      const capabilities = get(own, 'capabilities');
      const added = itemsAt(capabilities, 'add').find(
        item => item.kind === 'scalar' && item.text !== 'NET_BIND_SERVICE',
      );
      const root = getScalar(own, 'runAsUser') ?? getScalar(pod, 'runAsUser');
      const type = profile(own) ?? profile(pod);
      return [
        ...(booleanAt(own, 'allowPrivilegeEscalation') === false
          ? []
          : [{ at, what: 'no `allowPrivilegeEscalation: false`' }]),
        ...(textsAt(capabilities, 'drop').includes('ALL')
          ? []
          : [{ at, what: 'no `capabilities.drop: [ALL]`' }]),
        ...(added ? [{ at: added, what: 'an added capability' }] : []),
        ...((booleanAt(own, 'runAsNonRoot') ?? booleanAt(pod, 'runAsNonRoot')) === true
          ? []
          : [{ at, what: 'no `runAsNonRoot: true`' }]),
        ...(root?.text === '0' ? [{ at: root, what: '`runAsUser: 0`' }] : []),
        ...(type === 'RuntimeDefault' || type === 'Localhost'
          ? []
          : [{ at, what: 'no `seccompProfile`' }]),
      ];
    }),
  ];
}

/** The object that has the labels of a namespace. */
export const namespaceObject = (
  resources: ResourceIndex,
  name: string,
): ClusterResource | undefined =>
  resources.all({ group: '', kind: 'Namespace', namespace: undefined, name })[0];
