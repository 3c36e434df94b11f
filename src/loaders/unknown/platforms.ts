import { splitApiVersion } from '../../model/resource.ts';
import type { Unknown } from '../../model/unknown.ts';
import { textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';
import { placeOf } from '../../yaml/located.ts';

/** What gives rights, of any name, with an operator that is installed or with the platform itself. */
const ROLES: ReadonlySet<string> = new Set(['ClusterRole', 'Role', 'ServiceAccount']);

/**
 * Whose objects tell of a platform that brings roles of its own.
 *
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/authentication_and_authorization/using-rbac
 * @see https://olm.operatorframework.io/docs/concepts/crds/clusterserviceversion/#permissions
 */
const PLATFORMS: readonly (readonly [group: RegExp, reason: string])[] = [
  [/^operators\.coreos\.com$/, 'an operator that OLM installs may make it'],
  [/(?:^|\.)openshift\.io$/, 'OpenShift may bring it along'],
];

/** Roles and accounts that come with operators and platforms that the repository's objects tell of. */
export const platformRoles = (documents: readonly ClassifiedDocument[]): Unknown[] =>
  PLATFORMS.flatMap(([pattern, reason]) => {
    const first = documents.find(
      ({ document: { value } }) =>
        value?.kind === 'map' &&
        pattern.test(splitApiVersion(textAt(value, 'apiVersion') ?? '').group),
    )?.document.value;
    return first
      ? [
          {
            at: placeOf(first),
            reason,
            kinds: ROLES,
            namespaces: () => true,
            mayName: () => 'alike',
          },
        ]
      : [];
  });
