import type { TalosPolicy } from './policy-talos.ts';
import type { ObjectRequirements } from './requirements.ts';

/**
 * Who may reach what a gateway serves, by whatever name you give them.
 * @examples ["public", "private", "family"]
 */
export type Audience = string;

/** What a gateway is. */
export interface GatewayPolicy {
  /**
   * The namespace of the Gateway.
   * @examples ["networking"]
   */
  namespace?: string;
  /**
   * The gatewayClassName.
   * @examples ["envoy", "cilium"]
   */
  class?: string;
  /**
   * The LoadBalancer address it must request.
   * @examples ["192.0.2.10"]
   */
  address?: string;
  /** Who reaches it; routes of applications for somebody else may not be attached to it. */
  audience?: Audience;
  /**
   * The name its DNS records point at, without which external-dns uses its address.
   * @examples ["external.example.com"]
   */
  target?: string;
  /** Whether external-dns publishes what is attached to it. */
  publish?: boolean;
}

/** Addresses of LoadBalancer Services. */
export interface LoadBalancerPolicy {
  /**
   * Addresses that LoadBalancer Services may have: `192.0.2.10-192.0.2.20`, `192.0.2.10-20`, CIDR or one address.
   * @examples [["192.168.0.220-239"], ["10.0.8.0/24", "2001:db8::/64"]]
   */
  ranges?: string[];
  /**
   * Addresses that pools may hand out, by the pool's name, in which `*` is any run of characters; the last that
   * matches wins. Other pools are held against `ranges`.
   * @examples [{"dns": "192.168.0.220-223", "*": ["192.168.0.224-239", "2001:db8::/64"]}]
   */
  pools?: Record<string, string | string[]>;
  /**
   * Addresses and ranges that are kept for owners, by the names of Services, Gateways, releases or applications;
   * what starts with such a name and a hyphen is meant as well. Where ranges lie in each other, the smallest counts.
   * @examples [{"192.168.0.231": "nginx", "192.168.0.220-223": ["adguard", "unbound"]}]
   */
  reserved?: Record<string, string | string[]>;
}

/** How external-dns knows what to publish. */
export interface ExternalDnsPolicy {
  /**
   * The label (`key=value`) on gateways and routes that are to be published.
   * @examples ["external-dns.alpha.kubernetes.io/enabled=true"]
   */
  label?: string;
  /**
   * Gateways and routes are both filtered by it; otherwise one of the two will do.
   * @default false
   */
  both?: boolean;
  /**
   * Where the public zone is, by external-dns' name for it.
   * @examples ["cloudflare", "aws"]
   */
  provider?: string;
}

/** What a storage class is. */
export interface StorageClassPolicy {
  /** What the class is good for: network storage in several copies, or a disk of one node. */
  kind?: 'replicated' | 'local';
  /**
   * It exists though nothing in the repository provides it.
   * @default false
   */
  external?: boolean;
  /**
   * What the hardware behind it holds in the end, as a Kubernetes quantity.
   * @examples ["476Gi", "2Ti"]
   */
  capacity?: string;
  /**
   * On how many machines every block is kept (Rook's block pools).
   * @minimum 1
   * @examples [3]
   */
  copies?: number;
}

/** What a claim must be. */
export interface ClaimPolicy {
  /**
   * The storage class: one, or any of several.
   * @examples ["ceph-block", ["openebs-hostpath", "local-path"]]
   */
  class?: string | string[];
  /**
   * Access modes that it may ask for.
   * @examples [["ReadWriteOnce"]]
   */
  accessModes?: ('ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany')[];
  /**
   * The least size, as a Kubernetes quantity.
   * @examples ["1Gi"]
   */
  minSize?: string;
  /**
   * The largest size, as a Kubernetes quantity.
   * @examples ["100Gi"]
   */
  maxSize?: string;
  /** Whether VolSync must copy it somewhere. */
  backup?: boolean;
}

/** What may be mounted by NFS. */
export interface NfsPolicy {
  /**
   * Names and addresses of servers.
   * @examples [["nas.example.com", "192.0.2.5"]]
   */
  servers?: string[];
  /**
   * Exported directories; a mount must lie in one of them.
   * @examples [["/volume1/media"]]
   */
  exports?: string[];
}

/** Storage classes, claims and NFS. */
export interface StoragePolicy {
  /**
   * The classes there are, by name.
   * @examples [{"ceph-block": {"kind": "replicated", "capacity": "476Gi"}, "openebs-hostpath": {"kind": "local"}}]
   */
  classes?: Record<string, StorageClassPolicy>;
  /** What may be mounted by NFS. */
  nfs?: NfsPolicy;
  /**
   * Ask for a VolSync source for each stateful claim of these classes.
   * @examples [["ceph-block"]]
   */
  backup?: string[];
  /**
   * Claims by name, in which `*` is any run of characters; with the kind before it (`Cluster/*`) what another object
   * than a claim asks for. The last that matches wins.
   * @examples [{"*": {"class": "ceph-block"}, "*-cache": {"class": "openebs-hostpath", "backup": false}}]
   */
  claims?: Record<string, ClaimPolicy>;
}

/** What Cilium is set to. */
export interface CiliumPolicy {
  /** Its `loadBalancer.mode`. */
  mode?: 'snat' | 'dsr' | 'hybrid' | 'annotation';
  /** Its `loadBalancer.algorithm`. */
  algorithm?: 'random' | 'maglev';
  /** Whether it stands in for kube-proxy. */
  kubeProxyReplacement?: boolean;
}

/** What Argo CD is told. */
export interface ArgoCdPolicy {
  /**
   * Its version; default: that of the chart or the manifests that install it, else the newest known. It decides which
   * Helm and kustomize render.
   * @examples ["3.4.1"]
   */
  version?: string;
  /**
   * Repository URLs that Applications may use besides this repository's own.
   * @examples [["https://github.com/example/charts.git"]]
   */
  repositories?: string[];
  /**
   * Fields that every Application must have below `spec.syncPolicy`, those of ApplicationSets' templates too; a
   * category's own `syncPolicy` wins.
   * @examples [{"automated": {"selfHeal": true, "prune": true}}]
   */
  syncPolicy?: Record<string, unknown>;
}

/** Where what is deployed may come from. Absent: from anywhere. */
export interface SourcesPolicy {
  /**
   * Repositories of charts, in which `*` is any run of characters; all that lies below one is meant.
   * @examples [["https://charts.example.com", "oci://ghcr.io/*"]]
   */
  charts?: string[];
  /**
   * What kustomizations may fetch; all that lies below one is meant. `[]`: nothing.
   * @examples [["https://github.com/example", "https://raw.githubusercontent.com/example/*"], []]
   */
  remotes?: string[];
  /**
   * Registries of images, or what of them; all that lies below one is meant. `nginx` is `docker.io/library/nginx`.
   * @examples [["ghcr.io/example", "registry.k8s.io", "docker.io/library"]]
   */
  images?: string[];
}

/** What can be pinned for a part of the repository as well as for all of it. */
export interface PolicyParts {
  /**
   * Which gateways routes may be attached to, where their application has no entry of its own.
   * @examples ["private", ["public", "family"]]
   */
  audience?: Audience | Audience[];
  /** Addresses of LoadBalancer Services. */
  loadBalancer?: LoadBalancerPolicy;
  /**
   * Gateways, by name.
   * @examples [{"external": {"address": "192.0.2.10", "audience": "public"}}]
   */
  gateways?: Record<string, GatewayPolicy>;
  /**
   * DNS domains that hostnames must lie in.
   * @examples [["example.com"]]
   */
  domains?: string[];
  /** How external-dns knows what to publish. */
  externalDns?: ExternalDnsPolicy;
  /** Storage classes, claims and NFS. */
  storage?: StoragePolicy;
  /** What Cilium is set to. */
  cilium?: CiliumPolicy;
  /** Talos and its machines. */
  talos?: TalosPolicy;
  /** What Argo CD is told. */
  argocd?: ArgoCdPolicy;
  /**
   * Versions that charts may have, by the chart's name, in which `*` is any run of characters: `^1.18`, `~2.4.1`,
   * `>=3 <4`. The last that matches wins.
   * @examples [{"*": ">=1.0.0", "cilium": "^1.18"}]
   */
  charts?: Record<string, string>;
  /**
   * Tags that images may have, by the image's name, in which `*` is any run of characters: a range as of charts, or
   * tags in which `*` is any run of characters; of several, any. The last that matches wins. Whether an image with a
   * digest has the right tag is asked too, where it has one.
   * @examples [{"*": "*.*", "postgres": "^17", "ghcr.io/example/*": ["v*", "sha-*"]}]
   */
  images?: Record<string, string | string[]>;
  /** Where what is deployed may come from. */
  sources?: SourcesPolicy;
  /**
   * What objects must have, by a name of your choice.
   * @examples [{"owned": {"match": {"kinds": ["Deployment"]}, "labels": {"team": "required"}}}]
   */
  objects?: Record<string, ObjectRequirements>;
}
