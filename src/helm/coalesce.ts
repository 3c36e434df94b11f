import { memberTrace } from '../template/go/trace.ts';
import type { GoValue } from '../template/go/value.ts';
import { ChartError } from './chart.ts';
import { copyTable, isTable, newTable, put, type Table } from './values.ts';

/** A chart as far as its values matter; dependency processing has named and filtered it. */
export interface ValuesChart {
  readonly name: string;
  readonly values: Table;
  readonly subcharts: readonly ValuesChart[];
}

/**
 * Puts a chart's and its subcharts' defaults under the given values, in place; null removes a key
 * unless `merge` keeps nulls.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/chartutil/coalesce.go
 */
export function coalesceValues(chart: ValuesChart, given: Table, merge = false): Table {
  return coalesce(chart, copyTable(given), merge);
}

function coalesce(chart: ValuesChart, dest: Table, merge: boolean): Table {
  coalesceOwn(chart, dest, merge);
  for (const subchart of chart.subcharts) {
    const { name } = subchart;
    const present = dest.get(name);
    if (dest.has(name) && !isTable(present)) throw new ChartError(`type mismatch on ${name}`);
    const table = isTable(present) ? present : newTable();
    dest.set(name, table);
    coalesceGlobals(table, dest);
    coalesce(subchart, table, merge);
  }
  return dest;
}

function coalesceOwn(chart: ValuesChart, dest: Table, merge: boolean): void {
  const defaults = copyTable(chart.values);
  for (const [key, value] of defaults) {
    const present = dest.get(key);
    if (!dest.has(key)) put(dest, key, value, memberTrace(defaults, key));
    else if (isNull(present) && !merge) dest.delete(key);
    else if (isTable(present) && isTable(value)) {
      const isChild = chart.subcharts.some(({ name }) => name === key);
      mergeTables(present, value, merge || isChild);
    }
  }
}

const isNull = (value: GoValue): boolean => value === null || value === undefined;

/** Adds what `src` has and `dest` has not, in place. */
export function mergeTables(dest: Table, src: Table, merge: boolean): Table {
  for (const [key, value] of src) {
    const present = dest.get(key);
    if (!dest.has(key)) put(dest, key, value, memberTrace(src, key));
    else if (!merge && isNull(present)) dest.delete(key);
    else if (isTable(value) && isTable(present)) mergeTables(present, value, merge);
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
      else if (isTable(present)) put(below, key, mergeTables(copy, present, true), trace);
    } else if (!isTable(present)) put(below, key, value, trace);
  }
  dest.set(GLOBAL, below);
}
