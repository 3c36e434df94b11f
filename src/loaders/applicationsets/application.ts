import type { ApplicationSource, ApplicationSpec } from '../../model/application.ts';
import { get, getString, itemsAt, textAt } from '../../yaml/access.ts';
import {
  type LocatedMap,
  type LocatedScalar,
  type LocatedValue,
  placeWithin,
} from '../../yaml/located.ts';
import type { OwnRepository } from './own-repository.ts';

/** Reads an Application object; undefined when it has no name. */
export function readApplication(
  value: LocatedMap,
  own: OwnRepository,
  generatedBy?: ApplicationSpec['generatedBy'],
): ApplicationSpec | undefined {
  const name = getString(value, 'metadata', 'name');
  if (!name) return undefined;
  return {
    name,
    namespace: textAt(value, 'metadata', 'namespace'),
    value,
    project: getString(value, 'spec', 'project'),
    destination: {
      namespace: getString(value, 'spec', 'destination', 'namespace'),
      server: getString(value, 'spec', 'destination', 'server'),
      name: getString(value, 'spec', 'destination', 'name'),
    },
    sources: sourcesOf(value).flatMap(source =>
      source.kind === 'map' ? [readSource(source, own)] : [],
    ),
    file: value.origin.file.path,
    generatedBy,
  };
}

/** Non-empty `sources` override `source` completely. */
function sourcesOf(value: LocatedMap): readonly LocatedValue[] {
  const several = itemsAt(value, 'spec', 'sources');
  const single = get(value, 'spec', 'source');
  return several.length > 0 ? several : single ? [single] : [];
}

function readSource(value: LocatedMap, own: OwnRepository): ApplicationSource {
  const chart = getString(value, 'chart');
  const artifact = chart ? undefined : artifactOf(value);
  return {
    value,
    repoURL: getString(value, 'repoURL'),
    revision: getString(value, 'targetRevision'),
    path: artifact ? undefined : getString(value, 'path'),
    chart: chart ?? artifact,
    ref: getString(value, 'ref'),
    own: own(textAt(value, 'repoURL')),
  };
}

/**
 * The chart that an OCI artifact as a whole is: the last part of its URL. Manifests and kustomizations are
 * served like that, too.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/oci/
 */
function artifactOf(value: LocatedMap): LocatedScalar | undefined {
  const url = getString(value, 'repoURL');
  const [, name] = /^oci:\/\/[^/]+\/(?:.+\/)?([^/]+?)\/?$/.exec(url?.text ?? '') ?? [];
  const isWhole = /^(?:\.?\/?)$/.test(textAt(value, 'path') ?? '');
  const isOther =
    ['kustomize', 'directory', 'plugin', 'ref'].some(field => get(value, field) !== undefined) ||
    /(?:kustomiz|manifest)/i.test(name ?? '');
  if (!url || name === undefined || !isWhole || isOther) return undefined;
  const start = url.text.lastIndexOf(name);
  const place = placeWithin(url, start, start + name.length);
  return { ...url, value: name, text: name, origin: { ...url.origin, ...place } };
}
