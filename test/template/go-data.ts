import { type GoMap, type GoValue, stringList, stringMap } from '../../src/template/go/value.ts';

/** JSON data as the evaluator takes it: maps for objects. */
export function fromJson(value: unknown): GoValue {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null) return mapOf(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}

export const mapOf = (value: object): GoMap =>
  new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)] as const));

/** The parameters of an ApplicationSet's git generator for one directory, plus odd ones. */
export const PARAMS: GoMap = new Map<string, GoValue>([
  [
    'path',
    new Map<string, GoValue>([
      ['path', 'apps/b/overlays/my_prod.v1'],
      ['basename', 'my_prod.v1'],
      ['basenameNormalized', 'my-prod.v1'],
      ['segments', stringList(['apps', 'b', 'overlays', 'my_prod.v1'])],
    ]),
  ],
  [
    'values',
    stringMap([
      ['env', 'prod'],
      ['zone', ''],
    ]),
  ],
  ...mapOf({
    list: ['x', 'y'],
    flag: true,
    n: 3,
    f: 1.5,
    big: 1234567,
    neg: -2,
    nul: null,
    empty: '',
    deep: { a: { b: 'c', n: null } },
    mixed: [1, 'a', null, true, { k: 'v' }],
    s: 'Hello World',
    uni: 'ünï çode',
    semver: '1.24.3',
    words: 'the quick brown fox jumps',
    camel: 'someHTTPServer2Name',
    zero: 0,
    f2: 2,
    emptyl: [],
    emptym: {},
  }),
]);
