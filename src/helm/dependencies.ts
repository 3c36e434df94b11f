import { parseVersion, satisfies } from '../template/go/semver.ts';
import { memberTrace } from '../template/go/trace.ts';
import type { GoValue } from '../template/go/value.ts';
import type { HelmBehaviour } from './behaviour.ts';
import type { Chart, Dependency } from './chart.ts';
import { coalesceValues, mergeTables } from './coalesce.ts';
import { copyTable, isTable, newTable, put, type Table, tableOf } from './values.ts';

/** A chart in one rendering: named by its alias, without its disabled subcharts. */
export interface ActiveChart {
  name: string;
  readonly chart: Chart;
  values: Table;
  subcharts: ActiveChart[];
  /** The enabled dependencies, for `.Chart.Dependencies` and `import-values`. */
  dependencies: readonly { readonly name: string; readonly declared: Dependency }[];
}

/** A chart before its dependencies are processed, with its defaults as fresh tables. */
function activate(chart: Chart, helm: HelmBehaviour): ActiveChart {
  const values = tableOf(chart.values, false);
  const later = helm.mergesDocuments ? chart.laterValues : [];
  for (const document of later) overlay(values, tableOf(document, false));
  return {
    name: chart.metadata.name,
    chart,
    values,
    subcharts: chart.subcharts.map(subchart => activate(subchart, helm)),
    dependencies: [],
  };
}

/** Puts the entries of a later document over those of an earlier one. */
function overlay(dest: Table, later: Table): void {
  for (const [key, value] of later) {
    const present = dest.get(key);
    if (isTable(value) && isTable(present)) overlay(present, value);
    else put(dest, key, value, memberTrace(later, key));
  }
}

/**
 * Enables, renames and removes subcharts by `condition`, `tags` and `alias`, then takes over what
 * `import-values` names.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/chartutil/dependencies.go
 */
export function processDependencies(chart: Chart, given: Table, helm: HelmBehaviour): ActiveChart {
  const root = activate(chart, helm);
  enable(root, given, '', { helm, renamed: new Set() });
  importValues(root);
  return root;
}

interface Process {
  readonly helm: HelmBehaviour;
  /**
   * Dependencies that were given their alias as their name: before Helm 4 for all copies of the chart that declares
   * them, so that a second copy has no chart for them.
   */
  readonly renamed: Set<Dependency>;
}

function enable(active: ActiveChart, given: Table, path: string, process: Process): void {
  const declared = active.chart.metadata.dependencies;
  if (declared.length === 0) return;
  const unlisted = active.subcharts.filter(
    subchart => !declared.some(dependency => isFor(dependency, subchart, process)),
  );
  const listed = declared.flatMap(dependency => {
    const found = active.subcharts.find(subchart => isFor(dependency, subchart, process));
    if (dependency.alias !== '' && !process.helm.copiesAliased) process.renamed.add(dependency);
    // Two aliases of one chart share its subcharts and its values.
    return found ? [{ ...found, name: dependency.alias || found.name }] : [];
  });
  active.subcharts = [...unlisted, ...listed];
  const values = coalesceValues(active, given, process.helm);
  const off = new Set<string>();
  const kept: { name: string; declared: Dependency }[] = [];
  for (const dependency of declared) {
    const name = dependency.alias || dependency.name;
    if (isEnabled(dependency, values, path)) kept.push({ name, declared: dependency });
    else off.add(name);
  }
  active.subcharts = active.subcharts.filter(({ name }) => !off.has(name));
  active.dependencies = kept.filter(({ name }) => !off.has(name));
  for (const subchart of active.subcharts) {
    enable(subchart, values, `${path}${subchart.name}.`, process);
  }
}

const isFor = (
  dependency: Dependency,
  { name, chart }: ActiveChart,
  { renamed }: Process,
): boolean =>
  name === (renamed.has(dependency) ? dependency.alias : dependency.name) &&
  isInRange(dependency.version, chart.metadata.version);

function isInRange(range: string, version: string): boolean {
  if (!parseVersion(version)) return false;
  try {
    return satisfies(range === '' ? '*' : range, version);
  } catch {
    return false;
  }
}

function isEnabled(dependency: Dependency, values: Table, path: string): boolean {
  let enabled = byTags(dependency, values);
  for (const condition of dependency.condition.trim().split(',')) {
    if (condition === '') continue;
    const value = valueAt(values, path + condition);
    if (typeof value !== 'boolean') continue;
    enabled = value;
    break;
  }
  return enabled;
}

function byTags(dependency: Dependency, values: Table): boolean {
  const tags = values.get('tags');
  if (!isTable(tags)) return true;
  const answers = dependency.tags.map(tag => tags.get(tag));
  return answers.includes(true) || !answers.includes(false);
}

/** The value at a dotted path, unless it is a table or not there. */
function valueAt(values: Table, path: string): GoValue {
  let at: GoValue = values;
  for (const key of path.split('.')) {
    if (!isTable(at)) return undefined;
    at = at.get(key);
  }
  return at;
}

function importValues(active: ActiveChart): void {
  for (const subchart of active.subcharts) importValues(subchart);
  const imports = active.dependencies.flatMap(({ name, declared }) =>
    declared.importValues.map(item =>
      typeof item === 'string'
        ? { child: `${name}.exports.${item}`, parent: '.' }
        : { child: `${name}.${item.child}`, parent: item.parent },
    ),
  );
  if (active.chart.metadata.dependencies.length === 0) return;
  const values = coalesceValues(active, newTable(), 'kept');
  if (imports.length === 0) {
    active.values = values;
    return;
  }
  const imported = newTable();
  for (const { child, parent } of imports) {
    const table = valueAt(values, child);
    if (isTable(table)) mergeTables(imported, nested(parent, table), 'kept');
  }
  active.values = mergeTables(copyTable(values), imported, 'kept');
}

function nested(path: string, table: Table): Table {
  if (path === '.') return table;
  let at = table;
  for (const key of path.split('.').reverse()) {
    const outer = newTable();
    put(outer, key, at, memberTrace(at, key));
    at = outer;
  }
  return at;
}
