import { toText } from '../format.ts';
import { fn, variadic } from '../function.ts';
import type { GoFunction } from '../scope.ts';
import { type Budget, fail, unknowable } from '../stop.ts';
import { memberTrace, setMember, setWhole, wholeTrace } from '../trace.ts';
import {
  elementType,
  type GoMap,
  type GoValue,
  isList,
  isMap,
  isTrue,
  NIL_MAP,
  own,
  owned,
  typed,
  typeName,
} from '../value.ts';

const writable = (map: GoMap, name: string): Map<string, GoValue> =>
  map === NIL_MAP
    ? fail('assignment to entry in nil map')
    : (owned(map) ?? unknowable(`${name} changes the template's parameters`));

function dict(items: readonly GoValue[], budget: Budget): GoMap {
  const map = new Map<string, GoValue>();
  for (let i = 0; i < items.length; i += 2) {
    map.set(toText(items[i], budget), i + 1 < items.length ? items[i + 1] : '');
  }
  return own(map);
}

const dynamicType = (value: GoValue): string => (value === null ? 'nil' : typeName(value));

/** Absent keys give the default; a step through anything but a map is an error. */
function dig(args: readonly GoValue[]): GoValue {
  if (args.length < 3) fail('dig needs at least three arguments');
  const fallback = args.at(-2);
  let value: GoValue = args.at(-1);
  for (const key of args.slice(0, -2)) {
    if (!isMap(value) || elementType(value) !== 'any') {
      fail(
        `interface conversion: interface {} is ${dynamicType(value)}, not map[string]interface {}`,
      );
    }
    if (typeof key !== 'string') {
      fail(`interface conversion: interface {} is ${dynamicType(key)}, not string`);
    }
    if (!value.has(key)) return fallback;
    value = value.get(key) ?? null;
  }
  return value;
}

function mergeMaps(
  name: string,
  target: GoMap,
  sources: readonly GoMap[],
  overwrite: boolean,
  budget: Budget,
): GoValue {
  // What is nil is made when there is something to put into it.
  if (target === NIL_MAP && sources.some(({ size }) => size > 0)) {
    return mergeMaps(name, own(new Map()), sources, overwrite, budget);
  }
  if (sources.every(({ size }) => size === 0)) return target;
  const out = writable(target, name);
  for (const source of sources) mergeInto(name, out, source, overwrite, budget);
  return out;
}

/** Empty values are filled, others kept unless overwritten (https://pkg.go.dev/dario.cat/mergo). */
function mergeInto(
  name: string,
  target: Map<string, GoValue>,
  source: GoMap,
  overwrite: boolean,
  budget: Budget,
): void {
  for (const [key, value] of source) {
    budget.spend(1);
    const present = target.get(key);
    if (isMap(value) && isMap(present)) {
      mergeInto(name, writable(present, name), value, overwrite, budget);
    } else if (value === null || value === undefined) {
      if (overwrite) put(target, source, key, null);
    } else if (!target.has(key) || !isTrue(present) || overwrite) {
      put(target, source, key, value);
    }
  }
}

/** Sets an entry that comes from where it comes from in the other map. */
function put(target: Map<string, GoValue>, source: GoMap, key: string, value: GoValue): void {
  target.set(key, value);
  setMember(target, key, memberTrace(source, key));
}

function copyTraces<T extends object>(copy: T, from: object, keys: Iterable<string | number>): T {
  for (const key of keys) setMember(copy, key, memberTrace(from, key));
  setWhole(copy, wholeTrace(from));
  return copy;
}

function deepCopy(value: GoValue, budget: Budget): GoValue {
  budget.spend(4);
  if (isList(value)) {
    const items = value.map(item => deepCopy(item, budget));
    return typed(copyTraces(items, value, items.keys()), elementType(value));
  }
  if (!isMap(value)) return value;
  const copy = new Map([...value].map(([key, item]) => [key, deepCopy(item, budget)] as const));
  return typed(own(copyTraces(copy, value, copy.keys())), elementType(value));
}

/** Go gives map entries in random order; a single one has but one. */
const ordered = (values: readonly GoValue[], name: string): readonly GoValue[] =>
  values.length > 1 ? unknowable(`${name} gives its result in random order`) : values;

const set = fn(['map', 'string', 'any'], ([map, key, value]) => {
  writable(map, 'set').set(key, value);
  return map;
});
const unset = fn(['map', 'string'], ([map, key]) => {
  if (map.has(key)) writable(map, 'unset').delete(key);
  return map;
});

const merger = (name: string, overwrite: boolean): readonly [string, GoFunction] => [
  name,
  variadic(['map'], 'map', ([target], sources, budget) =>
    mergeMaps(name, target, sources, overwrite, budget),
  ),
];

const select = (map: GoMap, keep: (key: string) => boolean, budget: Budget): GoMap => {
  budget.spend(map.size);
  const kept = new Map([...map].filter(([key]) => keep(key)));
  return own(copyTraces(kept, map, kept.keys()));
};

const copier = fn(['any'], ([value], budget) =>
  value === null
    ? fail('reflect: call of reflect.Value.Type on zero Value')
    : deepCopy(value, budget),
);

/** sprig's dictionary functions (https://masterminds.github.io/sprig/dicts.html). */
export const DICT_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  ['dict', variadic([], 'any', (_, items, budget) => dict(items, budget))],
  ['get', fn(['map', 'string'], ([map, key]) => (map.has(key) ? (map.get(key) ?? null) : ''))],
  ['set', set],
  ['unset', unset],
  ['hasKey', fn(['map', 'string'], ([map, key]) => map.has(key))],
  [
    'pluck',
    variadic(['string'], 'map', ([key], maps) =>
      maps.filter(map => map.has(key)).map(map => map.get(key) ?? null),
    ),
  ],
  [
    'keys',
    variadic([], 'map', (_, maps, budget) => {
      budget.spend(maps.reduce((sum, map) => sum + map.size, 0));
      const keys = maps.flatMap(map => [...map.keys()]);
      const isStable = maps.every(map => map.size < 2);
      return typed([...keys], isStable ? 'string' : 'random');
    }),
  ],
  ['values', fn(['map'], ([map]) => [...ordered([...map.values()], 'values')])],
  [
    'pick',
    variadic(['map'], 'string', ([map], keys, budget) => {
      const wanted = new Set(keys);
      return select(map, key => wanted.has(key), budget);
    }),
  ],
  [
    'omit',
    variadic(['map'], 'string', ([map], keys, budget) => {
      const omitted = new Set(keys);
      return select(map, key => !omitted.has(key), budget);
    }),
  ],
  merger('merge', false),
  merger('mustMerge', false),
  merger('mergeOverwrite', true),
  merger('mustMergeOverwrite', true),
  ['deepCopy', copier],
  ['mustDeepCopy', copier],
  ['dig', variadic([], 'any', (_, args) => dig(args))],
];
