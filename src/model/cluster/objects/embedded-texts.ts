import { entriesAt, get, getString, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ApplicationSpec } from '../../application.ts';
import type { HelmRelease } from '../../release.ts';
import { type ClusterResource, describe } from './owned.ts';

/** A text that its name says to be of a format. */
export interface EmbeddedText {
  readonly text: LocatedScalar;
  readonly format: 'YAML' | 'JSON';
  /** As a person would say which text this is. */
  readonly whose: string;
  /** Its reader takes nothing but the format itself. */
  readonly isStrict: boolean;
}

/** The format that the name of a file ends in. */
function formatOf(name: string): EmbeddedText['format'] | undefined {
  if (/\.json$/i.test(name)) return 'JSON';
  return /\.ya?ml$/i.test(name) ? 'YAML' : undefined;
}

/** The texts that objects carry to their readers; what a chart makes is left to the chart. */
export function textsOfObject(resource: ClusterResource): readonly EmbeddedText[] {
  const { kind, group, value, release } = resource;
  if (release !== undefined) return [];
  const title = describe(resource);
  if (kind === 'GrafanaDashboard' && group === 'grafana.integreatly.org') {
    const text = getString(value, 'spec', 'json');
    return text
      ? [{ text, format: 'JSON', whose: `\`spec.json\` of ${title}`, isStrict: true }]
      : [];
  }
  if (kind !== 'ConfigMap' || group !== '') return [];
  const isStrict = textAt(value, 'metadata', 'labels', 'grafana_dashboard') !== undefined;
  return entriesAt(value, 'data').flatMap(({ key, value: text }) => {
    const format = formatOf(key.text);
    return format && text.kind === 'scalar'
      ? [{ text, format, whose: `\`${key.text}\` of ${title}`, isStrict }]
      : [];
  });
}

/** The values that an Application has as a text; `valuesObject` beside it would win. */
export const textsOfApplication = ({ name, sources }: ApplicationSpec): readonly EmbeddedText[] =>
  sources.flatMap(({ value }) => {
    const text = getString(value, 'helm', 'values');
    return text && !get(value, 'helm', 'valuesObject')
      ? [{ text, format: 'YAML', whose: `\`helm.values\` of \`${name.text}\``, isStrict: true }]
      : [];
  });

/** The texts that values give to a chart, under the names of files. */
export const textsOfRelease = ({ values }: HelmRelease): readonly EmbeddedText[] => textsIn(values);

function textsIn(value: LocatedValue): readonly EmbeddedText[] {
  if (value.kind === 'scalar') return [];
  if (value.kind === 'sequence') return value.items.flatMap(textsIn);
  return [...value.entries.values()].flatMap(({ key, value: item }): readonly EmbeddedText[] => {
    const format = formatOf(key.text);
    if (!format || item.kind !== 'scalar') return textsIn(item);
    // A chart's template may stand in it, and does where it has braces: those are left out by who asks.
    return [{ text: item, format, whose: `\`${key.text}\``, isStrict: false }];
  });
}
