import { isPlaceholder } from '../../../text/placeholder.ts';
import { entriesAt, get, getEntry, isNull, itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';

/** The tools that a source of an Application has options for, in the order of the file. */
const TOOLS: readonly string[] = ['helm', 'kustomize', 'directory', 'plugin'];

/** Options that Argo CD does not look at when it asks whether there are any: alone they choose no tool. */
const MODIFIERS: ReadonlySet<string> = new Set([
  'commonAnnotationsEnvsubst',
  'forceCommonAnnotations',
  'forceCommonLabels',
  'labelIncludeTemplates',
  'labelWithoutSelector',
]);

/**
 * The tools that each source chooses by its options. What is empty Argo CD takes out before it counts, but for
 * `plugin`, and so does what is false; a directory's patterns count.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.0/pkg/apis/application/v1alpha1/types.go (ExplicitType)
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.0/util/argo/argo.go (NormalizeSource)
 */
export function sourceTools(application: LocatedMap): (readonly LocatedScalar[])[] {
  const several = itemsAt(application, 'spec', 'sources');
  const sources = several.length > 0 ? several : [get(application, 'spec', 'source')];
  return sources.flatMap(source => {
    // One that others refer to alone is never built.
    const isBuilt = get(source, 'path') !== undefined || get(source, 'chart') !== undefined;
    if (!source || (!isBuilt && get(source, 'ref'))) return [];
    return [toolsOf(source)];
  });
}

/** The tools that one source chooses by its options. */
export const toolsOf = (source: LocatedValue): readonly LocatedScalar[] =>
  TOOLS.flatMap(name => {
    const entry = getEntry(source, name);
    return entry && chooses(entry.value, name) ? [entry.key] : [];
  }).sort((one, other) => one.origin.start - other.origin.start);

function chooses(value: LocatedValue, tool: string): boolean {
  if (value.kind !== 'map') return false;
  if (tool === 'plugin') return true;
  return entriesAt(value).some(
    ({ key, value: option }) => !MODIFIERS.has(key.text) && !isEmpty(option),
  );
}

function isEmpty(value: LocatedValue): boolean {
  if (value.kind === 'map') return entriesAt(value).every(entry => isEmpty(entry.value));
  if (value.kind === 'sequence') return value.items.length === 0;
  // A parameter may stand for nothing.
  return isNull(value) || /^(?:|false|no|off)$/i.test(value.text) || isPlaceholder(value.text);
}
