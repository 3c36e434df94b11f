import { get, getString, itemsAt, textAt } from '../../model/access.ts';
import type { ApplicationSource, ApplicationSpec } from '../../model/application.ts';
import type { LocatedMap, LocatedValue } from '../../model/located.ts';
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

const readSource = (value: LocatedMap, own: OwnRepository): ApplicationSource => ({
  value,
  repoURL: getString(value, 'repoURL'),
  revision: getString(value, 'targetRevision'),
  path: getString(value, 'path'),
  chart: getString(value, 'chart'),
  ref: getString(value, 'ref'),
  own: own(textAt(value, 'repoURL')),
});
