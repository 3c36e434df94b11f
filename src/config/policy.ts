import type { Audience, ClaimPolicy, PolicyParts } from './policy-parts.ts';
import type { CustomMatch, Scope } from './policy-scope.ts';

export type * from './policy-parts.ts';
export type * from './policy-scope.ts';
export type * from './policy-talos.ts';
export type * from './requirements.ts';

/** How loud a rule is; `off` silences it. */
export type Severity = 'error' | 'warning' | 'info';
export type RuleSetting =
  | Severity
  | 'off'
  | ({ severity?: Severity | 'off' } & Record<string, unknown>);

/** What one category is. */
export interface CategoryPolicy {
  /**
   * Applications that belong here and nowhere else, by directory, release or chart name.
   * @examples [["jellyfin", "sonarr"]]
   */
  applications?: string[];
  /**
   * Applications that must be deployed, by the same names; of a list of names, any one will do.
   * @examples [["cert-manager"], [["nginx", "ingress-nginx"], "external-dns"]]
   */
  required?: (string | string[])[];
  /**
   * The category may have no application yet.
   * @default false
   */
  empty?: boolean;
  /**
   * Namespaces that its applications may deploy to, in which `*` is any run of characters.
   * @examples [["media"], ["team-*", "shared"]]
   */
  namespaces?: string[];
  /**
   * Fields that its Applications must have below `spec.syncPolicy`; over those of `argocd.syncPolicy`.
   * @examples [{"automated": {"prune": false}}]
   */
  syncPolicy?: Record<string, unknown>;
}

/** How kustomizations are built. */
export interface KustomizePolicy {
  /**
   * The version that builds; default: what Argo CD's version bundles. Before 5.8 charts were rendered for `default`
   * where their entry names no namespace, and their objects moved afterwards.
   * @examples ["5.7.1"]
   */
  version?: string;
}

/** How charts are rendered. */
export interface HelmPolicy {
  /**
   * The version that renders; default: what Argo CD's version bundles. In Helm 4 a chart's own values that are null
   * are not there.
   * @examples ["3.19.4", "4.2.1"]
   */
  version?: string;
}

/** A cluster that Argo CD knows, as its Secret would say it. */
export interface ClusterPolicy {
  /**
   * The cluster's name.
   * @examples ["prod"]
   */
  name: string;
  /**
   * The address of its API; `https://kubernetes.default.svc` for the one that Argo CD runs in.
   * @examples ["https://prod.example.com:6443"]
   */
  server: string;
  /**
   * For the selectors and templates of `clusters` generators.
   * @examples [{"stage": "production"}]
   */
  labels?: Record<string, string>;
  /**
   * For the templates of `clusters` generators.
   * @examples [{"example.com/site": "north"}]
   */
  annotations?: Record<string, string>;
  /**
   * Machines and objects applied by hand that are this cluster's, in gitignore syntax, relative to the linted directory.
   * @examples [["talos/prod/", "bootstrap/prod/"]]
   */
  files?: string[];
}

/** What generators of ApplicationSets are told. */
export interface ApplicationSetsPolicy {
  /** All clusters that Argo CD knows, where the repository does not have their Secrets. */
  clusters?: ClusterPolicy[];
}

/** What one application is. */
export interface ApplicationPolicy {
  /** Which gateways it may be attached to: those for one of these audiences. */
  audience?: Audience | Audience[];
  /**
   * The storage class its claims must use.
   * @examples ["openebs-hostpath"]
   */
  storageClass?: string;
  /**
   * Its claims by name, as in `storage.claims`; these win.
   * @examples [{"*-cache": {"class": "openebs-hostpath"}}]
   */
  claims?: Record<string, ClaimPolicy>;
}

/** What is linted. */
export interface FilesPolicy {
  /**
   * Paths that are not linted, in gitignore syntax, relative to the linted directory.
   * @examples [["docs/", "**\/testdata/"]]
   */
  exclude?: string[];
}

/** A different policy for a part of the repository. */
export interface OverridePolicy extends Scope, PolicyParts {
  /** Severity and options by rule id or family, as in `rules` of the policy. */
  rules?: Record<string, RuleSetting>;
}

/** A rule of one's own: what resolved objects must be, by a JSON Schema or an expression. */
export interface CustomRule {
  /**
   * Its name, which starts with `own/`; in `rules` and suppressions it is used like all others.
   * @pattern ^own/[a-z0-9]+(-[a-z0-9]+)*$
   * @examples ["own/images"]
   */
  id: string;
  /**
   * What is wrong with an object that the rule is broken by.
   * @examples ["images come from our registry"]
   */
  message: string;
  /**
   * What would be right, in a sentence.
   * @examples ["Mirror the image first: docs/images.md."]
   */
  help?: string;
  /**
   * How loud it is; default: warning.
   * @default warning
   */
  severity?: Severity;
  /**
   * Which objects it is for; default: all.
   * @examples [{"kinds": ["Deployment"], "namespaces": ["media"]}]
   */
  match?: CustomMatch;
  /**
   * What of each object is judged: the object itself (the default), each container, or each container's image.
   * @default object
   */
  each?: 'object' | 'container' | 'image';
  /**
   * A JSON Schema (draft 7) that it must satisfy.
   * @examples [{"pattern": "^ghcr\\.io/example/"}]
   */
  schema?: Record<string, unknown>;
  /**
   * An expression of the Common Expression Language that must be true: `self` is what is judged, `object` all of the
   * object, `application` what deploys it, and `cluster.find(kind, namespace, name)` another object, or null.
   * @examples ["object.spec.replicas <= 3"]
   */
  assert?: string;
  /** Objects that the rule says nothing of, with what is around them or without; `pitower-lint test-policy` tries them. */
  good?: (Record<string, unknown> | SampleInPlace)[];
  /** Objects that the rule reports, with what is around them or without; `pitower-lint test-policy` tries them. */
  bad?: (Record<string, unknown> | SampleInPlace)[];
}

/** An object for a rule to judge, and what is around it. */
export interface SampleInPlace {
  /** The object that is judged. */
  object: Record<string, unknown>;
  /** Other objects that are there, which the rule may look up; they are not judged. */
  beside?: Record<string, unknown>[];
  /** The application that it belongs to. */
  application?: SampleApplication;
  /**
   * The file that it stands in, for rules of some files.
   * @examples ["apps/media/jellyfin/deployment.yaml"]
   */
  file?: string;
}

/** The application that a sample belongs to. */
export interface SampleApplication {
  /**
   * Its name.
   * @examples ["jellyfin"]
   */
  name: string;
  /**
   * Its category.
   * @examples ["media"]
   */
  category?: string;
  /**
   * The namespace of its destination; default: the object's own.
   * @examples ["media"]
   */
  namespace?: string;
}

/** `.pitower-lint.yaml`: what a repository must agree with. What is not pinned is inferred. */
export interface PolicyFile extends PolicyParts {
  /**
   * The directory that is linted, relative to this file; default: the file's own.
   * @default .
   * @examples ["kubernetes"]
   */
  root?: string;
  /**
   * What this policy builds on: presets (`pitower`: the reference cluster's architecture; `inferred`: what the
   * repository declares), other policy files by their path relative to this one, and files of npm packages
   * (`package:@example/policy/cluster.yaml`). Later ones win, and this file over all.
   * @examples ["inferred", "pitower", ["inferred", "./shared/policy.yaml"]]
   */
  extends?: string | string[];
  /** Severity and options by rule id; severity by family (`helm`, `helm/*`) or for all (`*`). */
  rules?: Record<string, RuleSetting>;
  /**
   * Other rules for parts of the repository; the last that matches wins.
   * @examples [[{"categories": ["media"], "rules": {"storage/backup": "off"}}]]
   */
  overrides?: OverridePolicy[];
  /** Rules of one's own, as data. */
  custom?: CustomRule[];
  /** What is linted. */
  files?: FilesPolicy;
  /**
   * URLs of this repository, where Argo CD's repoURL names it.
   * @examples [["https://github.com/example/cluster.git"]]
   */
  repository?: string[];
  /**
   * The categories there are; absent: whatever the ApplicationSets scan.
   * @examples [{"media": {"applications": ["jellyfin"], "namespaces": ["media"]}}]
   */
  categories?: Record<string, CategoryPolicy>;
  /**
   * Single applications, by directory, release or Application name; of several entries for one, the last wins. Overlays
   * are called by the directory that has them as well: `orders` for `apps/shop/orders/overlays/east`.
   * @examples [{"jellyfin": {"audience": "public"}}]
   */
  applications?: Record<string, ApplicationPolicy>;
  /** How charts are rendered. */
  helm?: HelmPolicy;
  /** How kustomizations are built. */
  kustomize?: KustomizePolicy;
  /** What generators of ApplicationSets are told. */
  applicationSets?: ApplicationSetsPolicy;
}
