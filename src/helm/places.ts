import type { LocatedValue } from '../yaml/located.ts';
import type { Chart } from './chart.ts';
import { type Described, describedEntry, describedItem, schemaOf } from './reads/schema.ts';
import type { ReadNode } from './reads/tree.ts';

/** All that a chart knows of one place in its values. */
export interface Place {
  /** Undefined as long as only the other things are asked. */
  readonly reads: readonly ReadNode[] | undefined;
  readonly defaults: readonly LocatedValue[];
  readonly schemas: readonly Described[];
  /** The charts whose values begin here. */
  readonly charts: readonly Chart[];
}

/** What the charts whose values begin in a place describe of it. */
export function withSchemas(place: Place): Place {
  const own = place.charts.flatMap(({ schema }) => schemaOf(schema?.source.text) ?? []);
  return own.length === 0 ? place : { ...place, schemas: [...place.schemas, ...own] };
}

/** Whether anything may be read of it, or described elsewhere. */
export const isOpen = ({ reads, schemas }: Place): boolean =>
  reads?.some(({ whole }) => whole) === true || schemas.some(({ isUnknown }) => isUnknown);

/** Whether the chart knows the place at all. */
export const isKnown = ({ reads = [], defaults, schemas, charts }: Place): boolean =>
  reads.length + defaults.length + schemas.length + charts.length > 0;

/** The place of one entry. */
export function entryOf({ reads, defaults, schemas, charts }: Place, name: string): Place {
  const inner = charts.flatMap(chart => subchartsOf(chart, name));
  return withSchemas({
    reads: reads?.flatMap(({ children }) =>
      [children.get(name) ?? [], children.get('*') ?? []].flat(),
    ),
    defaults: [
      ...defaults.flatMap(value =>
        value.kind === 'map' ? (value.entries.get(name)?.value ?? []) : [],
      ),
      ...inner.flatMap(({ values }) => values ?? []),
    ],
    schemas: schemas.flatMap(schema => describedEntry(schema, name) ?? []),
    charts: inner,
  });
}

/** The place of any item of a list. */
export function itemOf({ reads, defaults, schemas }: Place): Place {
  return {
    reads: reads?.flatMap(({ children }) => children.get('*') ?? []),
    defaults: defaults.flatMap(value => (value.kind === 'sequence' ? value.items : [])),
    schemas: schemas.map(describedItem),
    charts: [],
  };
}

/** The charts below one that get the values under a name. */
function subchartsOf({ metadata, subcharts }: Chart, key: string): readonly Chart[] {
  return subcharts.filter(subchart => {
    const { name } = subchart.metadata;
    const declared = metadata.dependencies.filter(item => item.name === name);
    const names = declared.length > 0 ? declared.map(({ alias }) => alias || name) : [name];
    return names.includes(key);
  });
}

/** A chart that is not at hand may read anything. */
export const isDependency = ({ charts }: Place, key: string): boolean =>
  charts.some(({ metadata }) =>
    metadata.dependencies.some(({ name, alias }) => key === (alias || name)),
  );

/** The keys that are known in a place. */
export function keysOf({ reads = [], defaults, schemas, charts }: Place): readonly string[] {
  const names = new Set<string>();
  for (const { children } of reads) for (const name of children.keys()) names.add(name);
  for (const value of defaults)
    if (value.kind === 'map') for (const name of value.entries.keys()) names.add(name);
  for (const { parts } of schemas)
    for (const { properties } of parts)
      for (const name of Object.keys(properties ?? {})) names.add(name);
  for (const { metadata } of charts)
    for (const { name, alias } of metadata.dependencies) names.add(alias || name);
  names.delete('*');
  return [...names];
}
