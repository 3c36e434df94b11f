import type { Application } from '../../src/model/application.ts';
import type { Cluster } from '../../src/model/cluster/cluster.ts';
import { findPort, findService } from '../../src/model/cluster/network/services.ts';
import { get, itemsAt, stringMapAt, textAt } from '../../src/yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../src/yaml/located.ts';

/** Where something stands in an object that may be wrong; `*` is every item of a list. */
export interface FaultPlace {
  readonly what: string;
  readonly kinds: RegExp;
  readonly path: readonly string[];
  /**
   * Whether what stands there is known to be right, so that anything else is wrong. Without it: unless a question
   * about that name was left open, since what nobody can know is no defect.
   */
  readonly isKnown?: (cluster: Cluster, place: Found) => boolean;
  /** What is misspelt is the key, not the value. */
  readonly isKey?: true;
}

/** A scalar at such a place, with the map that it stands in. */
export interface Found {
  readonly scalar: LocatedScalar;
  readonly around: LocatedValue;
  /** The whole object. */
  readonly object: LocatedValue;
  readonly namespace: string;
}

const WORKLOAD = /^(?:Deployment|StatefulSet|DaemonSet|Job)$/;
const POD = ['spec', 'template', 'spec'] as const;
const CONTAINERS = [...POD, 'containers', '*'] as const;
const ROUTE = /^(?:HTTP|GRPC|TCP|TLS|UDP)Route$/;
const BACKENDS = ['spec', 'rules', '*', 'backendRefs', '*'] as const;

const isPortKnown: FaultPlace['isKnown'] = ({ resources }, { scalar, around, namespace }) => {
  const name = textAt(around, 'name');
  if (name === undefined) return false;
  const service = findService(resources, textAt(around, 'namespace') ?? namespace, name);
  return service.status === 'found' && findPort(service.value, scalar.text).status === 'found';
};

const isBackendKnown: FaultPlace['isKnown'] = ({ resources }, { around, namespace }) =>
  findService(resources, textAt(around, 'namespace') ?? namespace, textAt(around, 'name') ?? '')
    .status === 'found';

const isSecretKeyKnown: FaultPlace['isKnown'] = (cluster, { scalar, around, namespace }) =>
  cluster.secretKeys(namespace, textAt(around, 'name') ?? '')?.has(scalar.text) ?? false;

const isSecretKnown: FaultPlace['isKnown'] = ({ secret }, { scalar, namespace }) =>
  secret(namespace, scalar.text).status === 'found';

const isConfigKnown: FaultPlace['isKnown'] = ({ configMap }, { scalar, namespace }) =>
  configMap(namespace, scalar.text).status === 'found';

const isConfigKeyKnown: FaultPlace['isKnown'] = ({ configMap }, { around, namespace }) => {
  const answer = configMap(namespace, textAt(around, 'name') ?? '');
  return answer.status === 'found' && !answer.value.partial;
};

const isAccountKnown: FaultPlace['isKnown'] = ({ resources }, { scalar, namespace }) =>
  resources.find({ group: '', kind: 'ServiceAccount', namespace, name: scalar.text }).status ===
  'found';

const isSelectorKnown: FaultPlace['isKnown'] = ({ pods }, { object, namespace }) => {
  const chosen = pods.select(namespace, stringMapAt(object, 'spec', 'selector'));
  return chosen.status === 'found' && chosen.value.every(({ resource }) => !resource.partial);
};

const place = (
  what: string,
  kinds: RegExp,
  path: readonly string[],
  isKnown?: FaultPlace['isKnown'],
): FaultPlace => ({ what, kinds, path, ...(isKnown && { isKnown }) });

const key = (kinds: RegExp, path: readonly string[]): FaultPlace => ({
  what: 'key',
  kinds,
  path,
  isKey: true,
});

export const PLACES: readonly FaultPlace[] = [
  place('storage class', /^PersistentVolumeClaim$/, ['spec', 'storageClassName']),
  place('storage class', /^StatefulSet$/, [
    'spec',
    'volumeClaimTemplates',
    '*',
    'spec',
    'storageClassName',
  ]),
  place('class', /^Ingress$/, ['spec', 'ingressClassName']),
  place('class', /^Gateway$/, ['spec', 'gatewayClassName']),
  place('claim', WORKLOAD, [...POD, 'volumes', '*', 'persistentVolumeClaim', 'claimName']),
  place('ConfigMap', WORKLOAD, [...POD, 'volumes', '*', 'configMap', 'name'], isConfigKnown),
  place(
    'ConfigMap',
    WORKLOAD,
    [...CONTAINERS, 'envFrom', '*', 'configMapRef', 'name'],
    isConfigKnown,
  ),
  place('Secret', WORKLOAD, [...POD, 'volumes', '*', 'secret', 'secretName'], isSecretKnown),
  place('Secret', WORKLOAD, [...CONTAINERS, 'envFrom', '*', 'secretRef', 'name'], isSecretKnown),
  place(
    'Secret',
    WORKLOAD,
    [...CONTAINERS, 'env', '*', 'valueFrom', 'secretKeyRef', 'name'],
    isSecretKnown,
  ),
  place(
    'Secret key',
    WORKLOAD,
    [...CONTAINERS, 'env', '*', 'valueFrom', 'secretKeyRef', 'key'],
    isSecretKeyKnown,
  ),
  place(
    'ConfigMap key',
    WORKLOAD,
    [...CONTAINERS, 'env', '*', 'valueFrom', 'configMapKeyRef', 'key'],
    isConfigKeyKnown,
  ),
  place('account', WORKLOAD, [...POD, 'serviceAccountName'], isAccountKnown),
  place('volume', WORKLOAD, [...CONTAINERS, 'volumeMounts', '*', 'name']),
  place('gateway', ROUTE, ['spec', 'parentRefs', '*', 'name']),
  place('gateway namespace', ROUTE, ['spec', 'parentRefs', '*', 'namespace']),
  place('listener', ROUTE, ['spec', 'parentRefs', '*', 'sectionName']),
  place('backend', /^(?:HTTP|GRPC)Route$/, [...BACKENDS, 'name'], isBackendKnown),
  place('backend namespace', /^(?:HTTP|GRPC)Route$/, [...BACKENDS, 'namespace'], isBackendKnown),
  place('port', /^(?:HTTP|GRPC)Route$/, [...BACKENDS, 'port'], isPortKnown),
  place(
    'backend',
    /^Ingress$/,
    ['spec', 'rules', '*', 'http', 'paths', '*', 'backend', 'service', 'name'],
    isBackendKnown,
  ),
  place('store', /^(?:Cluster)?ExternalSecret$/, ['spec', 'secretStoreRef', 'name']),
  place('target port', /^Service$/, ['spec', 'ports', '*', 'targetPort'], isSelectorKnown),
  place('selector', /^Service$/, ['spec', 'selector', 'app'], isSelectorKnown),
  place('selector', /^Service$/, ['spec', 'selector', 'app.kubernetes.io/name'], isSelectorKnown),
  place('issuer', /^Certificate$/, ['spec', 'issuerRef', 'name']),
  place('role', /^(?:Cluster)?RoleBinding$/, ['roleRef', 'name']),
  place('pod label', /^(?:Deployment|StatefulSet|DaemonSet)$/, [
    'spec',
    'selector',
    'matchLabels',
    'app',
  ]),
  key(WORKLOAD, [...CONTAINERS, 'image']),
  key(WORKLOAD, [...CONTAINERS, 'resources']),
  key(/^Service$/, ['spec', 'selector']),
  key(ROUTE, ['spec', 'parentRefs']),
  key(/^PersistentVolumeClaim$/, ['spec', 'accessModes']),
];

/** The scalars at a path, each with the map around it; of keys the keys. */
export function scalarsAt(
  value: LocatedValue,
  [head, ...rest]: readonly string[],
  isKey: boolean,
  around = value,
): { scalar: LocatedScalar; around: LocatedValue }[] {
  if (head === undefined) return value.kind === 'scalar' ? [{ scalar: value, around }] : [];
  if (isKey && rest.length === 0) {
    const entry = value.kind === 'map' ? value.entries.get(head) : undefined;
    return entry ? [{ scalar: entry.key, around: value }] : [];
  }
  const next = head === '*' ? itemsAt(value) : [get(value, head)];
  return next.flatMap(item => (item ? scalarsAt(item, rest, isKey, value) : []));
}

/** What an Application says that may be wrong: its project, its sources' paths and values files. */
export function applicationScalars(application: Application): [string, LocatedScalar][] {
  const { value, project, sources } = application;
  return [
    ...(project && project.text !== 'default' ? [['project', project] as const] : []),
    ...sources
      .filter(({ own }) => own)
      .flatMap(({ path }) => (path ? [['path', path] as const] : [])),
    ...[get(value, 'spec', 'source'), ...itemsAt(value, 'spec', 'sources')].flatMap(source =>
      itemsAt(source, 'helm', 'valueFiles').flatMap(item =>
        item.kind === 'scalar' && source && !textAt(source, 'helm', 'ignoreMissingValueFiles')
          ? [['values file', item] as const]
          : [],
      ),
    ),
  ].map(([what, scalar]) => [what, scalar]);
}
