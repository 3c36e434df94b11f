import { getMap, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { ClusterFacts } from '../objects/facts.ts';
import type { ClusterResource } from '../objects/owned.ts';
import { EXTERNAL_SECRETS_GROUP, targetOf } from './external-secrets.ts';

/**
 * ExternalSecrets whose Secret nothing uses. It counts as used where its name stands anywhere in the
 * repository, in part of a text, too; where a label or annotation hands it to a controller; and where
 * a chart whose Secrets aren't all known is installed beside it, which may expect it by its name.
 */
export function unusedExternalSecrets(facts: MentionFacts): ClusterResource[] {
  const candidates = facts.resources
    .ofKind('ExternalSecret', EXTERNAL_SECRETS_GROUP)
    .filter(
      resource =>
        !WELL_KNOWN.has(targetOf(resource)) &&
        !isHandedOver(resource) &&
        !mayBeExpected(facts, resource),
    );
  if (candidates.length === 0) return [];
  const texts = allTexts(facts);
  const readKeys = new Set(
    facts.resources.ofKind('ExternalSecret', EXTERNAL_SECRETS_GROUP).flatMap(keysOf),
  );
  return candidates.filter(resource => {
    const target = targetOf(resource);
    return !readKeys.has(target) && !texts.some(text => text.includes(target));
  });
}

/** What an ExternalSecret reads: with a store that is a cluster, these are names of Secrets. */
const keysOf = ({ value }: ClusterResource): readonly string[] => [
  ...itemsAt(value, 'spec', 'data').flatMap(item => textAt(item, 'remoteRef', 'key') ?? []),
  ...itemsAt(value, 'spec', 'dataFrom').flatMap(item => textAt(item, 'extract', 'key') ?? []),
];

/** Argo CD looks for this one by its name, in its own namespace and in those of teams. */
const WELL_KNOWN = new Set(['argocd-notifications-secret']);

type MentionFacts = Pick<
  ClusterFacts,
  'resources' | 'lintedFiles' | 'documents' | 'applications' | 'standalone'
>;

/** It adds to a Secret of somebody else, or a controller finds it by labels or annotations. */
function isHandedOver({ value }: ClusterResource): boolean {
  const policy = textAt(value, 'spec', 'target', 'creationPolicy') ?? 'Owner';
  const metadata = getMap(value, 'spec', 'target', 'template', 'metadata');
  const type = textAt(value, 'spec', 'target', 'template', 'type') ?? 'Opaque';
  return (
    policy !== 'Owner' ||
    type !== 'Opaque' ||
    Boolean(metadata) ||
    Boolean(getMap(value, 'spec', 'target', 'manifest')) ||
    Boolean(getMap(value, 'metadata', 'labels')?.entries.size)
  );
}

/** Whether a chart in the namespace, or an operator, may want it without being told. */
function mayBeExpected(
  { resources, applications, standalone }: MentionFacts,
  resource: ClusterResource,
): boolean {
  const { namespace } = resource;
  if (resources.mayHide({ group: '', kind: 'Pod', namespace })) return true;
  const target = targetOf(resource);
  const builds = [...applications.flatMap(app => app.builds), ...standalone];
  return builds
    .flatMap(build => build.releases)
    .some(({ release, rendering }) => {
      if (release.namespace !== undefined && release.namespace !== namespace) return false;
      if (rendering.complete === 'all') return false;
      return rendering.mayName?.(target, 'Secret') !== false;
    });
}

/** Every text in the repository's documents and in what they become, ExternalSecrets left out. */
function allTexts({ resources, lintedFiles, documents }: MentionFacts): readonly string[] {
  const texts = new Set<string>();
  const gather = (value: LocatedValue): void => {
    if (value.kind === 'scalar') texts.add(value.text);
    else if (value.kind === 'sequence') value.items.forEach(gather);
    else
      for (const [name, entry] of value.entries) {
        texts.add(name);
        gather(entry.value);
      }
  };
  for (const { file } of lintedFiles)
    for (const { value } of documents(file.path))
      if (value && textAt(value, 'kind') !== 'ExternalSecret') gather(value);
  for (const { kind, value } of resources.deployed) if (kind !== 'ExternalSecret') gather(value);
  return [...texts];
}
