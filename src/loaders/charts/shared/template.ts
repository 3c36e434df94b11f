import type { HelmRelease } from '../../../model/release.ts';
import { createTotalBudget } from '../../../template/go/stop.ts';
import { type GoMap, type GoValue, unknowableValue } from '../../../template/go/value.ts';
import { type HelmRoot, renderHelmTemplate } from '../../../template/helm-tpl.ts';
import type {
  LocatedEntry,
  LocatedMap,
  LocatedScalar,
  LocatedValue,
} from '../../../yaml/located.ts';
import { madeFrom } from '../../../yaml/located.ts';

/** Evaluates the templates in a value as a chart's `tpl` does; other values come back as they are. */
export type Tpl = <T extends LocatedValue>(value: T) => T;

/**
 * The evaluator for a release's values. A template whose result can't be known, or that is wrong,
 * stays as it stands, so that its braces mark the name as not final.
 *
 * @see https://helm.sh/docs/howto/charts_tips_and_tricks/#using-the-tpl-function
 */
export function templates(release: HelmRelease, values: LocatedMap): Tpl {
  let root: HelmRoot | undefined;
  const total = createTotalBudget();
  const evaluate = (scalar: LocatedScalar): LocatedScalar => {
    if (typeof scalar.value !== 'string' || !scalar.value.includes('{{')) return scalar;
    root ??= helmRoot(release, values);
    const result = renderHelmTemplate(scalar.value, root, total);
    if (result.status !== 'rendered') return scalar;
    const { text } = result;
    return {
      ...scalar,
      value: text,
      text,
      quoted: true,
      origin: madeFrom(scalar.origin, 'derived'),
    };
  };
  return value => mapScalars(value, evaluate);
}

/** The value with every scalar (not the keys) replaced; unchanged parts are the same objects. */
function mapScalars<T extends LocatedValue>(
  value: T,
  change: (scalar: LocatedScalar) => LocatedScalar,
): T {
  return mapValue(value, change) as T;
}

function mapValue(
  value: LocatedValue,
  change: (scalar: LocatedScalar) => LocatedScalar,
): LocatedValue {
  if (value.kind === 'scalar') return change(value);
  if (value.kind === 'sequence') {
    const items = value.items.map(item => mapValue(item, change));
    return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
  }
  const entries = new Map<string, LocatedEntry>();
  let isSame = true;
  for (const [name, entry] of value.entries) {
    const changed = mapValue(entry.value, change);
    isSame &&= changed === entry.value;
    entries.set(name, changed === entry.value ? entry : { key: entry.key, value: changed });
  }
  return isSame ? value : { ...value, entries };
}

function helmRoot(release: HelmRelease, values: LocatedMap): HelmRoot {
  const { name, namespace, chart, version } = release;
  return {
    Values: toGo(values),
    Release: new Map<string, GoValue>([
      ['Name', name ?? unknowableValue('Helm generates the release name')],
      ['Namespace', namespace ?? unknowableValue('the release namespace is not written')],
      ['Service', 'Helm'],
      ['IsInstall', true],
      ['IsUpgrade', false],
      ['Revision', 1],
    ]),
    Chart: new Map<string, GoValue>([
      ['Name', chart.text],
      ['Version', version?.text ?? unknowableValue('the chart version is not written')],
    ]),
  };
}

function toGo(value: LocatedValue): GoValue {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'sequence') return value.items.map(toGo);
  const map: GoMap = new Map([...value.entries].map(([key, entry]) => [key, toGo(entry.value)]));
  return map;
}
