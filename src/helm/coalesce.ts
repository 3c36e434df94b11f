import { memberTrace } from '../template/go/trace.ts';
import type { GoValue } from '../template/go/value.ts';
import type { HelmBehaviour } from './behaviour.ts';
import { ChartError } from './chart.ts';
import { copyTable, isTable, newTable, put, type Table } from './values.ts';

/** A chart as far as its values matter; dependency processing has named and filtered it. */
export interface ValuesChart {
  readonly name: string;
  readonly values: Table;
  readonly subcharts: readonly ValuesChart[];
}

/** What null does: removes keys, as releases of Helm have it, or is kept like other values. */
export type Nulls = Pick<HelmBehaviour, 'nestedNull' | 'dropsNullDefaults'> | 'kept';

/**
 * Puts a chart's and its subcharts' defaults under a copy of the given values.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/chartutil/coalesce.go
 */
export function coalesceValues(chart: ValuesChart, given: Table, nulls: Nulls): Table {
  return coalesce(chart, copyTable(given), nulls);
}

function coalesce(chart: ValuesChart, dest: Table, nulls: Nulls): Table {
  coalesceOwn(chart, dest, nulls);
  for (const subchart of chart.subcharts) {
    const { name } = subchart;
    const present = dest.get(name);
    if (dest.has(name) && !isTable(present)) throw new ChartError(`type mismatch on ${name}`);
    const table = isTable(present) ? present : newTable();
    dest.set(name, table);
    coalesceGlobals(table, dest);
    coalesce(subchart, table, nulls);
  }
  return dest;
}

function coalesceOwn(chart: ValuesChart, dest: Table, nulls: Nulls): void {
  const defaults = copyTable(chart.values);
  const drops = nulls !== 'kept' && nulls.dropsNullDefaults;
  for (const [key, value] of defaults) {
    const present = dest.get(key);
    if (!dest.has(key)) {
      if (drops && isNull(value)) continue;
      if (drops && isTable(value)) dropNulls(value);
      put(dest, key, value, memberTrace(defaults, key));
    } else if (isNull(present) && nulls !== 'kept') dest.delete(key);
    else if (isTable(present) && isTable(value)) {
      const isChild = chart.subcharts.some(({ name }) => name === key);
      if (drops && !isChild) dropNulls(value);
      mergeTables(present, value, isChild ? 'kept' : nulls);
    }
  }
}

function dropNulls(table: Table): void {
  for (const [key, value] of table) {
    if (isNull(value)) table.delete(key);
    else if (isTable(value)) dropNulls(value);
  }
}

const isNull = (value: GoValue): boolean => value === null || value === undefined;

/** Adds what `src` has and `dest` has not, in place. */
export function mergeTables(dest: Table, src: Table, nulls: Nulls): Table {
  const always = nulls !== 'kept' && nulls.nestedNull === 'always';
  if (always) for (const [key, value] of dest) if (isNull(value) && !src.has(key)) dest.delete(key);
  for (const [key, value] of src) {
    const present = dest.get(key);
    if (!dest.has(key)) put(dest, key, value, memberTrace(src, key));
    else if (isNull(present)) {
      if (nulls === 'kept') continue;
      if (nulls.nestedNull !== 'where-not-null' || !isNull(value)) dest.delete(key);
    } else if (isTable(value) && isTable(present)) mergeTables(present, value, nulls);
  }
  return dest;
}

const GLOBAL = 'global';

/** Globals go down only; the parent's win. */
function coalesceGlobals(dest: Table, src: Table): void {
  const below = dest.has(GLOBAL) ? dest.get(GLOBAL) : newTable();
  const above = src.has(GLOBAL) ? src.get(GLOBAL) : newTable();
  if (!isTable(below) || !isTable(above)) return;
  for (const [key, value] of above) {
    const present = below.get(key);
    const trace = memberTrace(above, key);
    if (isTable(value)) {
      const copy = newTable(value);
      for (const name of value.keys()) put(copy, name, value.get(name), memberTrace(value, name));
      if (!below.has(key)) put(below, key, copy, trace);
      else if (isTable(present)) put(below, key, mergeTables(copy, present, 'kept'), trace);
    } else if (!isTable(present)) put(below, key, value, trace);
  }
  dest.set(GLOBAL, below);
}
