/** The releases of Helm whose output is kept; of others `src/helm/behaviour.ts` says in what they differ. */
export const RELEASES = ['3.19.4', '4.2.1'] as const;

/** Our own charts with the values they are rendered with; Helm's output is in `goldens/<release>/<name>.yaml`. */
export interface Case {
  readonly name: string;
  readonly chart: string;
  readonly values?: string;
}

export const CASES: readonly Case[] = [
  { name: 'defaults', chart: 'umbrella' },
  {
    name: 'nulls',
    chart: 'umbrella',
    values:
      'map: {gone: null, inner: {y: null}, fresh: null}\nname: x\nnothing: null\nchild: {removable: null, map: {a: null}}',
  },
  { name: 'scalar-over-table', chart: 'umbrella', values: 'map: 5\nlist: {a: 1}\nname: {b: 1}' },
  { name: 'child-off', chart: 'umbrella', values: 'child: {enabled: false}\nsecond: {on: true}' },
  { name: 'condition-is-text', chart: 'umbrella', values: 'child: {enabled: "false"}' },
  { name: 'tags', chart: 'umbrella', values: 'tags: {extra: false}' },
  {
    name: 'condition-over-tag',
    chart: 'umbrella',
    values: 'tags: {extra: false}\nsecond: {on: true, map: {a: user}}',
  },
  {
    name: 'grandchild-on',
    chart: 'umbrella',
    values: 'child: {grandchild: {enabled: true, own: 2}}\nsecond: {on: false}',
  },
  {
    name: 'globals',
    chart: 'umbrella',
    values:
      'global: {domain: null, nested: {a: user}, extra: 1}\nchild: {global: {own: 7, domain: x}}',
  },
  {
    name: 'imports',
    chart: 'umbrella',
    values: 'taken: {level: 9}\nexported: null\nchild: {deep: {er: {level: 8}}}',
  },
  { name: 'child-is-scalar', chart: 'umbrella', values: 'child: 5' },
  { name: 'releases', chart: 'releases' },
  {
    name: 'releases-nulls',
    chart: 'releases',
    values:
      'nothing: null\nfresh: null\nmap: {kept: null, gone: null, fresh: null, inner: {empty: null}}\none: {q: 1, map: {b: null}}',
  },
];
