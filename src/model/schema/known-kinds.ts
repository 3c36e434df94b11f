import { code, codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { own } from '../../text/own.ts';
import { get, getString } from '../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../yaml/located.ts';
import { splitApiVersion } from '../resource.ts';
import type { SchemaFlaw } from './check.ts';
import { knownVersionsOf } from './table.ts';

/**
 * All kinds of the API groups that are Kubernetes' own, which nobody can add kinds to: also those
 * that are no longer served, and those of versions that are not on by default.
 *
 * @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.35/
 */
const BUILT_IN: Readonly<Record<string, string>> = {
  '': 'Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
  apps: 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  autoscaling: 'HorizontalPodAutoscaler Scale',
  batch: 'CronJob Job',
  extensions: 'DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet',
  'networking.k8s.io': 'ClusterCIDR IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR',
  policy: 'Eviction PodDisruptionBudget PodSecurityPolicy',
  'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  'storage.k8s.io':
    'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass',
};

/** The stable versions that those groups have; a version that is none of them may be a newer one. */
const STABLE = /^v1$/;

/**
 * An apiVersion and kind that no API server has: a kind that its group, one of Kubernetes' own, does
 * not know; a group without a dot that isn't one of those (a custom resource's group has a domain's
 * form); no apiVersion at all. What a custom resource definition may add is passed over.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
export function kindFlaws(value: LocatedMap): SchemaFlaw[] {
  const kind = getString(value, 'kind');
  if (!kind || kind.text.endsWith('List')) return [];
  const written = get(value, 'apiVersion');
  if (!written)
    return [
      {
        at: value,
        path: 'apiVersion',
        message: `${kind.text} needs \`apiVersion\``,
        help: 'Add the `apiVersion` of the kind.',
      },
    ];
  const apiVersion = getString(value, 'apiVersion');
  // Configuration of kustomize's own plugins, which a base may hold: no object of a cluster.
  if (!apiVersion || apiVersion.text === 'builtin') return [];
  const { group, version } = splitApiVersion(apiVersion.text);
  const kinds = own(BUILT_IN, group)?.split(' ');
  const homes = knownVersionsOf(kind.text);
  const [home] = homes;
  if (!kinds) {
    if (group.includes('.')) return versionFlaws(apiVersion, kind.text, homes);
    const meant = home ?? groupLike(group, version);
    const help = meant ? `Did you mean ${code(meant)}?` : undefined;
    return [
      { at: apiVersion, path: 'apiVersion', message: `no API group is named ${code(group)}`, help },
    ];
  }
  if (kinds.includes(kind.text)) {
    const isWrong = group === '' && !STABLE.test(version);
    return isWrong
      ? [
          {
            at: apiVersion,
            path: 'apiVersion',
            message: `the \`apiVersion\` of ${kind.text} is \`v1\``,
            help: 'Write `apiVersion: v1`.',
          },
        ]
      : [];
  }
  const message = `${code(apiVersion.text)} has no kind ${code(kind.text)}`;
  if (home)
    return [{ at: apiVersion, path: 'apiVersion', message, help: `It is in ${code(home)}.` }];
  const meant = nearest(kind.text, kinds);
  return [
    { at: kind, path: 'kind', message, help: meant ? `Did you mean ${code(meant)}?` : undefined },
  ];
}

/**
 * A kind of an operator in a version of its group in which no release that is known here had it. Of Kubernetes' own
 * groups the versions of former days are not known.
 */
function versionFlaws(at: LocatedScalar, kind: string, homes: readonly string[]): SchemaFlaw[] {
  const { group } = splitApiVersion(at.text);
  const known = homes.filter(home => splitApiVersion(home).group === group);
  if (known.length === 0 || group.endsWith('.k8s.io')) return [];
  return [
    {
      at,
      path: 'apiVersion',
      message: `${code(at.text)} has no kind ${code(kind)}`,
      help: `It is in ${codes(known, 'or')}.`,
      doubt: 'a newer release of the operator may serve it',
    },
  ];
}

function groupLike(group: string, version: string): string | undefined {
  const meant = nearest(group, Object.keys(BUILT_IN));
  return meant ? `${meant}/${version}` : undefined;
}
