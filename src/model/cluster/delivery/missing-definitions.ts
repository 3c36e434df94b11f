import type { AppBuild } from '../../app-build.ts';
import { type Missing, missing } from '../../lookup.ts';
import type { DefinedKind, HelmRelease } from '../../release.ts';
import type { ObjectKey, Resource } from '../../resource.ts';
import type { ResourceIndex } from '../objects/resources.ts';

/** A release without its definitions, and what needs them. */
export interface MissingDefinitions {
  readonly release: HelmRelease;
  readonly lost: readonly {
    readonly definition: DefinedKind;
    /** The first object of the kind. */
    readonly object: Resource;
    readonly doubt: string | undefined;
  }[];
}

/** The definitions that releases leave out and nothing else makes, of kinds that the cluster has objects of. */
export function missingDefinitions({
  builds,
  resources,
}: {
  readonly builds: readonly AppBuild[];
  readonly resources: ResourceIndex;
}): MissingDefinitions[] {
  return builds.flatMap(({ releases }) =>
    releases.flatMap(({ release, rendering }) => {
      const lost = (rendering.leftOut?.() ?? []).flatMap(definition => {
        const { name, group, kind } = definition;
        const [object] = resources.ofKind(kind, group);
        if (!object) return [];
        const key = { group: CRD_GROUP, kind: CRD, namespace: undefined, name };
        const gone = goneFrom(resources, key);
        return gone ? [{ definition, object, doubt: gone.doubt }] : [];
      });
      return lost.length > 0 ? [{ release, lost }] : [];
    }),
  );
}

/** What lies in the chart itself, or anywhere without being deployed, installs nothing. */
function goneFrom(resources: ResourceIndex, key: ObjectKey): Missing | undefined {
  const answer = resources.find(key);
  if (answer.status !== 'found') return missing(answer);
  if (resources.ofKind(key.kind, key.group).some(({ name }) => name === key.name)) return undefined;
  return { doubt: `\`${answer.value.files[0]}\` may be applied by hand`, nearest: undefined };
}

const CRD_GROUP = 'apiextensions.k8s.io';
const CRD = 'CustomResourceDefinition';
