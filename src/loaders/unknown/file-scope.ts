import { carries, type Unknown } from '../../model/unknown.ts';
import { basename } from '../../source/tree.ts';
import { getMap, textAt } from '../../yaml/access.ts';
import type { ParsedSource } from '../../yaml/parse.ts';

/** What an unknown could make, without where it is and why. */
export type Scope = Omit<Unknown, 'at' | 'reason'>;

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod'];
const MONITORS = ['ServiceMonitor', 'PodMonitor', 'PrometheusRule'];
const RBAC = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'ServiceAccount'];

/** Words of file names and the kinds that a file so named holds. */
const KINDS_BY_WORD: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:pvcs?|claims?|persistentvolumeclaims?|volumes?|storage)$/, ['PersistentVolumeClaim']],
  [/^(?:pvs?|persistentvolumes?)$/, ['PersistentVolume', 'PersistentVolumeClaim']],
  [
    /^(?:secrets?|externalsecrets?|sealedsecrets?|es|credentials?)$/,
    ['Secret', 'ExternalSecret', 'SealedSecret'],
  ],
  [/^(?:configmaps?|cm|config|configs)$/, ['ConfigMap']],
  [/^(?:services?|svc)$/, ['Service']],
  [/^(?:deployments?|deploy|statefulsets?|sts|daemonsets?|ds|jobs?|cronjobs?|pods?)$/, WORKLOADS],
  [/^(?:namespaces?|ns)$/, ['Namespace']],
  [
    /^(?:httproutes?|routes?|grpcroutes?|tlsroutes?|tcproutes?)$/,
    ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'],
  ],
  [/^(?:ingress|ingresses|ingressroutes?)$/, ['Ingress', 'IngressRoute']],
  [/^(?:gateways?|gw)$/, ['Gateway']],
  [/^(?:gatewayclass|gatewayclasses)$/, ['GatewayClass']],
  [/^(?:certificates?|certs?|tls)$/, ['Certificate', 'Secret']],
  [/^(?:issuers?|clusterissuers?)$/, ['Issuer', 'ClusterIssuer']],
  [/^(?:storageclass|storageclasses|sc)$/, ['StorageClass']],
  [/^(?:pools?|ippools?|loadbalancerippools?)$/, ['CiliumLoadBalancerIPPool', 'IPAddressPool']],
  [
    /^(?:networkpolicy|networkpolicies|netpols?|ciliumnetworkpolicy)$/,
    ['NetworkPolicy', 'CiliumNetworkPolicy'],
  ],
  [/^(?:servicemonitors?|podmonitors?|prometheusrules?|rules|alerts?)$/, MONITORS],
  [/^(?:rbac|roles?|rolebindings?|clusterroles?|serviceaccounts?|sa)$/, RBAC],
  [/^(?:crds?|customresourcedefinitions?)$/, ['CustomResourceDefinition']],
  [/^(?:secretstores?|clustersecretstores?|stores?)$/, ['SecretStore', 'ClusterSecretStore']],
];

/**
 * The kinds that a manifest holds by its name: `pvc.yaml` a claim, `configmap-extra.yml` a ConfigMap.
 *
 * @returns undefined where the name says nothing
 */
export function kindsByName(path: string): ReadonlySet<string> | undefined {
  const stem = basename(path)
    .replace(/\.(?:sops\.|enc\.)?(?:ya?ml|json)$/i, '')
    .toLowerCase();
  const words = [stem.replace(/[-_.]/g, ''), ...stem.split(/[-_.]/)];
  const kinds = KINDS_BY_WORD.filter(([pattern]) => words.some(word => pattern.test(word)));
  return kinds.length > 0 ? new Set(kinds.flatMap(([, some]) => some)) : undefined;
}

/**
 * What a manifest or a directory that is missing could hold: what its name says, of kinds or of names. An
 * ApplicationSet holds Applications, and what those deploy lies in directories that are here.
 */
export function missingFileScope(path: string): Scope {
  if (!/\.(?:ya?ml|json)$/i.test(path)) return missingDirectoryScope(path);
  const kinds = kindsByName(path);
  if (kinds) return { kinds };
  return APPLICATION_SETS.test(basename(path))
    ? { mayName: (_, kind) => /^Application(?:Set)?$/.test(kind) }
    : {};
}

/** A directory holds what it is called: a kind, or an application whose objects bear its name. */
function missingDirectoryScope(path: string): Scope {
  const name = path.split('/').findLast(part => part !== '' && !/^\.+$/.test(part)) ?? '';
  const kinds = kindsByName(name);
  if (kinds) return { kinds };
  const words = name.split(/[-_.]/).filter(word => word.length > 2);
  if (words.length === 0 || SHARED.test(name)) return {};
  return { mayName: sought => carries(sought, words) };
}

/** Directories that say nothing of what is in them. */
const SHARED =
  /^(?:base|bases|overlays?|common|shared|components?|manifests?|resources?|apps?|applications?|infra(?:structure)?|prod(?:uction)?|staging|dev|main|default|core|extras?)$/i;

const APPLICATION_SETS =
  /^(?:.*[-_.])?(?:application-?sets?|app-?sets?)(?:[-_.].*)?\.(?:ya?ml|json)$/i;

/** Whether a text that can't be parsed makes Applications: what those deploy is hidden with them. */
export const makesApplications = (text: string): boolean => MAKES_APPLICATIONS.test(text);

const MAKES_APPLICATIONS = /^[ \t]*["']?kind["']?:\s*["']?(?:Application|ApplicationSet)\b/m;

/**
 * What a manifest that can't be parsed could hold: its text names every object that it makes, and
 * most often the kinds; of Applications it names the namespaces that they deploy to.
 */
export function brokenFileScope(text: string): Scope {
  if (makesApplications(text)) return { namespaces: name => text.includes(name) };
  const kinds = new Set(
    [...text.matchAll(/^[ \t]*(?:-[ \t]+)?["']?kind["']?:\s*["']?([A-Za-z]+)/gm)].map(
      ([, kind]) => kind ?? '',
    ),
  );
  return {
    ...(kinds.size > 0 && !kinds.has('List') && { kinds: withMade(kinds) }),
    mayName: name => text.includes(name),
  };
}

/**
 * What a manifest whose content isn't here could hold: what its name says, else what people seal.
 */
export const sealedFileScope = (path: string): Scope => ({
  kinds: withMade(kindsByName(path) ?? new Set(['Secret', 'SealedSecret', 'ConfigMap'])),
});

/** Kinds with those that their controllers make under the same names. */
function withMade(kinds: ReadonlySet<string>): ReadonlySet<string> {
  const makers = ['ExternalSecret', 'SealedSecret', 'Certificate', 'OnePasswordItem', 'Cluster'];
  return makers.some(kind => kinds.has(kind)) ? new Set([...kinds, 'Secret', 'Service']) : kinds;
}

/**
 * Whether SOPS has encrypted the kind of an object, too, or the file as one text: what it is nobody can say.
 *
 * @see https://getsops.io/docs/#encrypting-binary-files
 */
export const hidesObjects = ({ documents }: Pick<ParsedSource, 'documents'>): boolean =>
  documents.some(({ value }) => {
    const kind = textAt(value, 'kind');
    return kind?.startsWith('ENC[') ?? getMap(value, 'sops') !== undefined;
  });
