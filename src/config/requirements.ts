import type { CustomMatch } from './policy-scope.ts';

/** What a value may be compared with: texts, in which `*` is any run of characters, numbers and booleans. */
export type Accepted = string | number | boolean;

/** What of a value is accepted; all that is given must hold. */
export interface ValueRequirement {
  /**
   * One of these values: texts, in which `*` is any run of characters, numbers and booleans.
   * @examples ["ghcr.io/example/*", ["platform", "media"], true]
   */
  is?: Accepted | Accepted[];
  /**
   * None of these values.
   * @examples ["*:latest", ["default", "kube-system"]]
   */
  not?: Accepted | Accepted[];
  /**
   * The least amount, as a Kubernetes quantity.
   * @examples [2, "64Mi", "100m"]
   */
  min?: string | number;
  /**
   * The largest amount, as a Kubernetes quantity.
   * @examples [5, "16Gi", "4"]
   */
  max?: string | number;
  /**
   * Nothing is wrong where it is not there.
   * @default false
   */
  optional?: boolean;
}

/** What a value must be: there (`required`), not there (`forbidden`), or as it is described. */
export type Requirement = 'required' | 'forbidden' | ValueRequirement;

/**
 * What objects must have: labels and annotations by their keys, fields by their paths. In paths `*` is each item of
 * a list or each entry of a map, and what holds a dot is quoted: `metadata.annotations."example.com/owner"`.
 */
export interface ObjectRequirements {
  /**
   * Which objects; all that is given must hold. Default: all.
   * @examples [{"kinds": ["Deployment", "StatefulSet"], "categories": ["media"]}]
   */
  match?: CustomMatch;
  /**
   * What the object's labels must be, by their keys.
   * @examples [{"app.kubernetes.io/part-of": "required", "team": {"is": ["platform", "media"]}}]
   */
  labels?: Record<string, Requirement>;
  /**
   * What the object's annotations must be, by their keys.
   * @examples [{"example.com/owner": "required"}]
   */
  annotations?: Record<string, Requirement>;
  /**
   * What fields of the object must be, by their paths.
   * @examples [{"spec.replicas": {"min": 2, "max": 5}, "spec.externalIPs": "forbidden"}]
   */
  fields?: Record<string, Requirement>;
  /**
   * What fields of the pods' spec must be, wherever the kind keeps that.
   * @examples [{"hostNetwork": "forbidden", "automountServiceAccountToken": {"is": false}}]
   */
  pod?: Record<string, Requirement>;
  /**
   * What fields of each container must be, those of init containers too.
   * @examples [{"resources.limits.memory": {"max": "16Gi"}, "resources.requests.cpu": "required"}]
   */
  containers?: Record<string, Requirement>;
  /**
   * What to do about an object that is not so, in a sentence.
   * @examples ["The handbook lists the teams."]
   */
  help?: string;
}
