import { OLD_CHART_FIELDS } from '../../../model/old-helm-chart.ts';
import { isSample } from '../../../source/put-away.ts';
import { type Place, startOf } from '../../../source/text.ts';
import { own } from '../../../text/own.ts';
import { asMap, get, getScalar, itemsAt, textAt } from '../../../yaml/access.ts';
import { sequenceFrom, withEntry, without } from '../../../yaml/build.ts';
import { KUSTOMIZATION_NAMES } from '../../../yaml/classify.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { BuildContext } from '../context/context.ts';
import { type Gathered, report, unknown } from '../context/gathered.ts';
import { checkShape } from './check.ts';
import { KUSTOMIZATION } from './fields.ts';

/** A kustomization that was found and read. */
export interface Target {
  /** Its directory with links resolved, relative to the repository root. */
  readonly directory: string;
  readonly file: string;
  readonly kind: 'Kustomization' | 'Component';
  /** Its fields under their right names, old spellings converted. */
  readonly value: LocatedMap;
  readonly at: Place;
}

const API_VERSIONS = {
  Kustomization: 'kustomize.config.k8s.io/v1beta1',
  Component: 'kustomize.config.k8s.io/v1alpha1',
} as const;

/**
 * Finds and reads the kustomization of a directory.
 *
 * @param from the entry that names the directory; undefined for the root of the build
 * @returns undefined when there is none or it can't be used; why is reported
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/target/kusttarget.go
 */
export function loadTarget(
  context: BuildContext,
  directory: string,
  from: LocatedScalar | undefined,
): Target | undefined {
  const file = findFile(context, directory, from);
  if (file === undefined) return undefined;
  const parsed = context.sources.parse(file);
  const document = parsed.documents[0];
  const at = startOf(context.sources.text(file) ?? { path: file, text: '' });
  if (parsed.broken) {
    unknown(context, at, `\`${file}\` can't be parsed`, { readsFiles: true });
    return undefined;
  }
  const raw = document?.value;
  const isBlank = raw === undefined || (raw.kind === 'scalar' && raw.value === null);
  const before = context.problems.length;
  const checked = isBlank ? undefined : checkShape(context, raw, KUSTOMIZATION, '');
  const value = asMap(checked);
  if (!value || isEmpty(value)) {
    const isChecked = context.problems.length === before;
    // One to be copied is filled in there.
    if (isChecked && !isSample(`${directory}/`)) report(context, at, 'the kustomization is empty');
    if (!value) return undefined;
  }
  const kind = checkType(context, value);
  const isFirst = !context.kustomizations.some(known => known.file === file);
  if (isFirst) context.kustomizations.push({ file, directory, kind, value });
  return { directory, file, kind, value: modernise(value), at };
}

function findFile(
  context: BuildContext,
  directory: string,
  from: LocatedScalar | undefined,
): string | undefined {
  const { tree } = context.sources;
  const prefix = directory === '' ? '' : `${directory}/`;
  const found = [...KUSTOMIZATION_NAMES].filter(name => tree.kind(prefix + name) === 'file');
  const [first, second] = found;
  if (second !== undefined) {
    const file = context.sources.text(prefix + second) ?? { path: prefix + second, text: '' };
    report(context, startOf(file), `the directory has both \`${first}\` and \`${second}\``, {
      help: 'kustomize refuses to choose: delete one of them',
    });
  }
  if (first !== undefined) return prefix + first;
  const similar = tree.list(directory).find(name => /^kustomization(\.ya?ml)?$/i.test(name));
  const help = similar && `\`${similar}\` is not accepted: name it \`kustomization.yaml\``;
  const at = from ?? startOf({ path: `${prefix}kustomization.yaml`, text: '' });
  const message = `no \`kustomization.yaml\`, \`kustomization.yml\` or Kustomization in \`${directory || 'the root directory'}\``;
  report(context, at, message, {
    help,
    rule: from ? 'kustomize/missing-file' : 'kustomize/invalid',
  });
  unknown(context, at, `\`${directory}\` has no kustomization`);
  return undefined;
}

/** A kustomization that sets nothing but its own type; an empty list counts as set. */
function isEmpty(value: LocatedMap): boolean {
  return [...value.entries].every(
    ([name, { value: field }]) =>
      name === 'apiVersion' || name === 'kind' || (field.kind === 'scalar' && field.text === ''),
  );
}

function checkType(gathered: Gathered, value: LocatedMap): 'Kustomization' | 'Component' {
  const written = textAt(value, 'kind') ?? 'Kustomization';
  const kind = written === 'Component' ? 'Component' : 'Kustomization';
  if (written !== kind) {
    report(
      gathered,
      get(value, 'kind') ?? value,
      `kind must be Kustomization or Component, not \`${written}\``,
    );
  }
  const apiVersion = getScalar(value, 'apiVersion');
  if (apiVersion?.text && apiVersion.text !== API_VERSIONS[kind]) {
    report(gathered, apiVersion, `\`apiVersion\` of a ${kind} must be \`${API_VERSIONS[kind]}\``);
  }
  return kind;
}

/** Converts the old spellings that kustomize still reads into today's. */
function modernise(kustomization: LocatedMap): LocatedMap {
  let value = append(kustomization, 'resources', itemsAt(kustomization, 'bases'));
  value = append(value, 'images', itemsAt(value, 'imageTags'));
  for (const name of ['configMapGenerator', 'secretGenerator']) {
    const generators = itemsAt(value, name).map(item => {
      const env = getScalar(item, 'env');
      return item.kind === 'map' && env?.text ? append(item, 'envs', [env]) : item;
    });
    if (generators.length > 0) value = replace(value, name, generators);
  }
  const old = itemsAt(value, 'helmChartInflationGenerator').filter(item => item.kind === 'map');
  value = append(value, 'helmCharts', old.map(modernChart));
  return without(value, 'bases', 'imageTags', 'helmChartInflationGenerator');
}

function modernChart(old: LocatedMap): LocatedMap {
  const entries = [...old.entries].flatMap(([name, entry]) => {
    const modern = own(OLD_CHART_FIELDS, name);
    return modern === undefined ? [] : [[modern, entry] as const];
  });
  return { ...old, entries: new Map(entries) };
}

function append(map: LocatedMap, name: string, more: readonly LocatedValue[]): LocatedMap {
  return more.length === 0 ? map : replace(map, name, [...itemsAt(map, name), ...more]);
}

function replace(map: LocatedMap, name: string, items: readonly LocatedValue[]): LocatedMap {
  const old = get(map, name);
  const origin = old?.origin ?? map.origin;
  return withEntry(
    map,
    name,
    old?.kind === 'sequence' ? { ...old, items } : sequenceFrom(origin, items),
  );
}
