/** Machines of one model. */
export interface MachinePolicy {
  /**
   * How many there are.
   * @minimum 0
   * @examples [3]
   */
  count?: number;
  /**
   * How the names of such nodes, or of their schematic's file, start; default: the model's own name. `am06`
   * is for `am06-01`.
   * @examples [["am06", "acemagician"]]
   */
  names?: string[];
  /** Only such machines are control planes. */
  controlPlane?: boolean;
  /** Only such machines have Ceph's disks. */
  ceph?: boolean;
}

/** Versions of some nodes. */
export interface NodeVersions {
  /**
   * The version of Talos: the whole tag of the installer image, or a range.
   * @examples ["v1.12.4", "~1.12"]
   */
  version?: string;
  /**
   * The version of Kubernetes: one, or a range.
   * @examples ["v1.34.1", "^1.34"]
   */
  kubernetes?: string;
}

/** Talos and its machines. */
export interface TalosPolicy extends NodeVersions {
  /**
   * Versions that single nodes may have, by name, in which `*` is any run of characters; the last that matches wins.
   * @examples [{"gpu-*": {"version": "~1.11"}}]
   */
  nodes?: Record<string, NodeVersions>;
  /**
   * The networks that node addresses lie in, as CIDR or `first-last`.
   * @examples [["192.168.0.0/24"]]
   */
  lan?: string[];
  /**
   * The machines there are, by model.
   * @examples [{"Acemagician AM06": {"count": 3, "names": ["am06"], "ceph": true}}]
   */
  machines?: Record<string, MachinePolicy>;
}
