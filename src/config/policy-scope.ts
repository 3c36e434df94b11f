/**
 * What a part of a policy is for: all conditions that are given must hold, of each list one entry. In names `*` is
 * any run of characters.
 */
export interface Scope {
  /**
   * Paths in gitignore syntax, relative to the linted directory.
   * @examples [["apps/vendor/"], ["clusters/staging/**"]]
   */
  files?: string[];
  /**
   * Applications, by their name or the name of their directory.
   * @examples [["jellyfin"], ["*-exporter"]]
   */
  applications?: string[];
  /**
   * Categories.
   * @examples [["media", "home-*"]]
   */
  categories?: string[];
  /**
   * Namespaces of the objects, or of the destination where it is about none.
   * @examples [["kube-system"], ["team-*"]]
   */
  namespaces?: string[];
  /**
   * Clusters, where the repository describes several.
   * @examples [["staging"]]
   */
  clusters?: string[];
}

/** Which objects something is for; all that is given must hold. In names `*` is any run of characters. */
export interface CustomMatch extends Scope {
  /**
   * Kinds, such as `Deployment`, or with their group: `apps/Deployment`.
   * @examples [["Deployment", "StatefulSet"], ["cert-manager.io/*"]]
   */
  kinds?: string[];
  /**
   * Names of objects.
   * @examples [["web", "*-db"]]
   */
  names?: string[];
  /**
   * Labels that the object has; in values `*` is any run of characters.
   * @examples [{"app.kubernetes.io/component": "database"}]
   */
  labels?: Record<string, string>;
}
