/** How loud a rule is; `off` silences it. */
export type Severity = 'error' | 'warning' | 'info';
export type RuleSetting =
  | Severity
  | 'off'
  | ({ severity?: Severity | 'off' } & Record<string, unknown>);

/** The applications of one category. */
export interface CategoryPolicy {
  /** Applications that belong here and nowhere else, by directory, release or chart name. */
  applications?: string[];
  /** Applications that must be deployed, by the same names; of a list of names, any one will do. */
  required?: (string | string[])[];
  /** The category may have no application yet. */
  empty?: boolean;
}

/** Who may reach what a gateway serves, by whatever name you give them: `public`, `private`, `family`. */
export type Audience = string;

export interface GatewayPolicy {
  namespace?: string;
  /** The gatewayClassName. */
  class?: string;
  /** The LoadBalancer address it must request. */
  address?: string;
  audience?: Audience;
  /** The name its DNS records point at, without which external-dns uses its address. */
  target?: string;
  /** Whether external-dns publishes what is attached to it. */
  publish?: boolean;
}

export interface LoadBalancerPolicy {
  /**
   * Addresses that LoadBalancer services may have: `192.0.2.10-192.0.2.20`, `192.0.2.10-20`, CIDR or
   * one address.
   */
  ranges?: string[];
  /** Addresses that are kept for one owner: address to the Service's, Gateway's or release's name. */
  reserved?: Record<string, string>;
}

export interface ExternalDnsPolicy {
  /** The label (`key=value`) on gateways and routes that are to be published. */
  label?: string;
  /** Gateways and routes are both filtered by it; otherwise one of the two will do. */
  both?: boolean;
  /** Where the public zone is, by external-dns' name for it: `cloudflare`. */
  provider?: string;
}

export interface StorageClassPolicy {
  /** What the class is good for: network storage in several copies, or a disk of one node. */
  kind?: 'replicated' | 'local';
  /** It exists though nothing in the repository provides it. */
  external?: boolean;
  /** What the hardware behind it holds in the end, as a Kubernetes quantity. */
  capacity?: string;
  /** On how many machines every block is kept (Rook's block pools). */
  copies?: number;
}

/** What a claim must be. */
export interface ClaimPolicy {
  /** The storage class: one, or any of several. */
  class?: string | string[];
  /** Access modes that it may ask for. */
  accessModes?: ('ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany')[];
  /** The least size, as a Kubernetes quantity. */
  minSize?: string;
  /** The largest size, as a Kubernetes quantity. */
  maxSize?: string;
  /** Whether VolSync must copy it somewhere. */
  backup?: boolean;
}

export interface NfsPolicy {
  servers?: string[];
  /** Exported directories; a mount must lie in one of them. */
  exports?: string[];
}

export interface StoragePolicy {
  classes?: Record<string, StorageClassPolicy>;
  nfs?: NfsPolicy;
  /** Ask for a VolSync source for each stateful claim of these classes. */
  backup?: string[];
  /**
   * Claims by name, in which `*` is any run of characters; with the kind before it (`Cluster/*`) what another object
   * than a claim asks for. The last that matches wins.
   */
  claims?: Record<string, ClaimPolicy>;
}

export interface CiliumPolicy {
  /** loadBalancer.mode */
  mode?: 'snat' | 'dsr' | 'hybrid' | 'annotation';
  /** loadBalancer.algorithm */
  algorithm?: 'random' | 'maglev';
  kubeProxyReplacement?: boolean;
}

/** Machines of one model. */
export interface MachinePolicy {
  /** How many there are. */
  count?: number;
  /**
   * How the names of such nodes, or of their schematic's file, start; default: the model's own name. `am06`
   * is for `am06-01`.
   */
  names?: string[];
  /** Only such machines are control planes. */
  controlPlane?: boolean;
  /** Only such machines have Ceph's disks. */
  ceph?: boolean;
}

export interface TalosPolicy {
  /** The version of every installer image, such as `v1.12.4`. */
  version?: string;
  /** The networks that node addresses lie in, as CIDR or `first-last`. */
  lan?: string[];
  /** The machines there are, by model. */
  machines?: Record<string, MachinePolicy>;
}

export interface ArgoCdPolicy {
  /**
   * Its version, such as `3.4.1`; default: that of the chart or the manifests that install it, else the newest known.
   * It decides which Helm and kustomize render.
   */
  version?: string;
  /** Repository URLs that Applications may use besides this repository's own. */
  repositories?: string[];
  /** Fields that every ApplicationSet's template must have below `spec.syncPolicy`. */
  syncPolicy?: Record<string, unknown>;
}

export interface KustomizePolicy {
  /**
   * The version that builds, such as `5.7.1`; default: what Argo CD's version bundles. Before 5.8 charts
   * were rendered for `default` where their entry names no namespace, and their objects moved afterwards.
   */
  version?: string;
}

export interface HelmPolicy {
  /**
   * The version that renders charts, such as `3.19.4` or `4.2.1`; default: what Argo CD's version bundles. In Helm 4
   * a chart's own values that are null are not there.
   */
  version?: string;
}

/** A cluster that Argo CD knows, as its Secret would say it. */
export interface ClusterPolicy {
  name: string;
  /** The address of its API; `https://kubernetes.default.svc` for the one that Argo CD runs in. */
  server: string;
  /** For the selectors and templates of `clusters` generators. */
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** Machines and objects applied by hand that are this cluster's, in gitignore syntax, relative to the linted directory. */
  files?: string[];
}

export interface ApplicationSetsPolicy {
  /** All clusters that Argo CD knows, where the repository does not have their Secrets. */
  clusters?: ClusterPolicy[];
}

export interface ApplicationPolicy {
  /** Which gateways it may be attached to: those for one of these audiences. */
  audience?: Audience | Audience[];
  /** The storage class its claims must use. */
  storageClass?: string;
  /** Its claims by name, as in `storage.claims`; these win. */
  claims?: Record<string, ClaimPolicy>;
}

export interface FilesPolicy {
  /** Paths that are not linted, in gitignore syntax, relative to the linted directory. */
  exclude?: string[];
}

/** What can be pinned for a part of the repository as well as for all of it. */
export interface PolicyParts {
  /** Which gateways routes may be attached to, where their application has no entry of its own. */
  audience?: Audience | Audience[];
  loadBalancer?: LoadBalancerPolicy;
  gateways?: Record<string, GatewayPolicy>;
  /** DNS domains that hostnames must lie in. */
  domains?: string[];
  externalDns?: ExternalDnsPolicy;
  storage?: StoragePolicy;
  cilium?: CiliumPolicy;
  talos?: TalosPolicy;
  argocd?: ArgoCdPolicy;
  /** Versions that charts may have, by the chart's name, in which `*` is any run of characters: `^1.18`, `~2.4.1`, `>=3 <4`. The last that matches wins. */
  charts?: Record<string, string>;
}

/**
 * What a part of a policy is for: all conditions that are given must hold, of each list one entry. In names `*` is
 * any run of characters.
 */
export interface Scope {
  /** Paths in gitignore syntax, relative to the linted directory. */
  files?: string[];
  /** Applications, by their name or the name of their directory. */
  applications?: string[];
  categories?: string[];
  namespaces?: string[];
  /** Clusters, where the repository describes several. */
  clusters?: string[];
}

/** A different policy for a part of the repository. */
export interface OverridePolicy extends Scope, PolicyParts {
  /** Severity and options by rule id or family, as in `rules` of the policy. */
  rules?: Record<string, RuleSetting>;
}

/** Which objects a rule of one's own is for; all that is given must hold. In names `*` is any run of characters. */
export interface CustomMatch extends Scope {
  /** Kinds, such as `Deployment`, or with their group: `apps/Deployment`. */
  kinds?: string[];
  /** Names of objects. */
  names?: string[];
  /** Labels that the object has; in values `*` is any run of characters. */
  labels?: Record<string, string>;
}

/** A rule of one's own: what resolved objects must be, by a JSON Schema or an expression. */
export interface CustomRule {
  /**
   * Its name, which starts with `own/`; in `rules` and suppressions it is used like all others.
   * @pattern ^own/[a-z0-9]+(-[a-z0-9]+)*$
   */
  id: string;
  /** What is wrong with an object that the rule is broken by. */
  message: string;
  /** What would be right, in a sentence. */
  help?: string;
  /** How loud it is; default: warning. */
  severity?: Severity;
  match?: CustomMatch;
  /** What of each object is judged: the object itself (the default), each container, or each container's image. */
  each?: 'object' | 'container' | 'image';
  /** A JSON Schema (draft 7) that it must satisfy. */
  schema?: Record<string, unknown>;
  /**
   * An expression of the Common Expression Language that must be true: `self` is what is judged, `object` all of the
   * object, `application` what deploys it, and `cluster.find(kind, namespace, name)` another object, or null.
   */
  assert?: string;
  /** Objects that the rule says nothing of; `pitower-lint test-policy` tries them. */
  good?: Record<string, unknown>[];
  /** Objects that the rule reports; `pitower-lint test-policy` tries them. */
  bad?: Record<string, unknown>[];
}

/** `.pitower-lint.yaml`: what a repository must agree with. What is not pinned is inferred. */
export interface PolicyFile extends PolicyParts {
  /** The directory that is linted, relative to this file; default: the file's own. */
  root?: string;
  /**
   * What this policy builds on: presets (`pitower`: the reference cluster's architecture; `inferred`: what the
   * repository declares), other policy files by their path relative to this one, and files of npm packages
   * (`package:@example/policy/cluster.yaml`). Later ones win, and this file over all.
   */
  extends?: string | string[];
  /** Severity and options by rule id; severity by family (`helm`, `helm/*`) or for all (`*`). */
  rules?: Record<string, RuleSetting>;
  /** Other rules for parts of the repository; the last that matches wins. */
  overrides?: OverridePolicy[];
  /** Rules of one's own, as data. */
  custom?: CustomRule[];
  files?: FilesPolicy;
  /** URLs of this repository, where Argo CD's repoURL names it. */
  repository?: string[];
  /** The categories there are; absent: whatever the ApplicationSets scan. */
  categories?: Record<string, CategoryPolicy>;
  /** Single applications, by directory, release or Application name. */
  applications?: Record<string, ApplicationPolicy>;
  helm?: HelmPolicy;
  kustomize?: KustomizePolicy;
  applicationSets?: ApplicationSetsPolicy;
}
