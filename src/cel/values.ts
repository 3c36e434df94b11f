import { own } from '../text/own.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../yaml/located.ts';

/** A value that can't be known here: what depends on it is no answer. */
export class UnknownValue extends Error {}

/** What an expression has read so far. */
export interface Trace {
  /** The last value that was read; of what is absent, what it is absent from. */
  last: LocatedValue | undefined;
  /** What had been read before that. */
  before?: LocatedValue | undefined;
  /** Whether something was asked for that is not known. */
  unknown: boolean;
}

/** Reads that say nothing of where to look, such as those of a parameter; what is unknown stays so. */
export const unnoted = (trace: Trace): Trace => ({
  get last() {
    return undefined;
  },
  set last(_) {},
  get unknown() {
    return trace.unknown;
  },
  set unknown(value) {
    trace.unknown = value;
  },
});

export interface ValueOptions {
  readonly trace: Trace;
  /** Fields that are absent are not known to be. */
  readonly partial?: boolean;
  /** Fields that the API fills in where they are absent. */
  readonly defaults?: Defaults | undefined;
}

/** Default values by field; `*` is every item of a list or entry of a map. */
export interface Defaults {
  readonly [field: string]: unknown;
}

/** Keeps a marker: a field whose value nobody knows. */
export const UNKNOWN = Symbol('unknown');

/** A located value as the library has it; what is read of it is noted. */
export function celValue(value: LocatedValue, options: ValueOptions): unknown {
  if (value.kind === 'scalar') return scalarOf(value);
  return value.kind === 'map' ? new TracedMap(value, options) : listOf(value.items, options);
}

/** Whole numbers are integers, as in an object that the API decodes. */
function scalarOf({ value, text }: LocatedScalar): unknown {
  if (typeof value !== 'number') return value;
  return /^[-+]?\d+$/.test(text)
    ? BigInt(text)
    : Number.isSafeInteger(value) && !/[.eE]/.test(text)
      ? BigInt(value)
      : value;
}

/** Plain data, such as a default, as the library has it. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
  return value;
}

function listOf(items: readonly LocatedValue[], options: ValueOptions): unknown[] {
  const each = nestedDefaults(options.defaults, '*');
  const made = items.map(item => celValue(item, { ...options, defaults: each }));
  return new Proxy(made, {
    get(target, key, receiver) {
      const item = typeof key === 'string' && /^\d+$/.test(key) ? items[Number(key)] : undefined;
      if (item) options.trace.last = item;
      return Reflect.get(target, key, receiver);
    },
  });
}

/** A list that was made, whose items note where they come from when they are read. */
export const sourcedList = (
  items: readonly unknown[],
  sources: readonly (LocatedValue | undefined)[],
  trace: Trace,
): unknown[] =>
  new Proxy([...items], {
    get(target, key, receiver) {
      const source =
        typeof key === 'string' && /^\d+$/.test(key) ? sources[Number(key)] : undefined;
      if (source) trace.last = source;
      return Reflect.get(target, key, receiver);
    },
  });

function nestedDefaults(defaults: Defaults | undefined, key: string): Defaults | undefined {
  const inner = own(defaults ?? {}, key);
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    ? (inner as Defaults)
    : undefined;
}

/** A mapping whose entries are made when they are asked for. The library tells maps by their constructor. */
export class TracedMap extends Map<string, unknown> {
  constructor(value: LocatedMap, options: ValueOptions) {
    super();
    const { trace, partial = false, defaults } = options;
    const made = new Map<string, unknown>();
    const keys = [...value.entries.keys()];
    const get = (key: string): unknown => {
      const entry = value.entries.get(key);
      const usual = entry || key === '*' ? undefined : own(defaults ?? {}, key);
      if (usual !== undefined) {
        // Nobody wrote a default: what was read before it and its holder says better where to look.
        if (trace.last === value) trace.last = trace.before ?? value;
        return plainValue(usual);
      }
      trace.before = trace.last;
      trace.last = entry?.value ?? value;
      if (!entry) {
        if (partial) {
          trace.unknown = true;
          throw new UnknownValue(key);
        }
        return undefined;
      }
      if (!made.has(key))
        made.set(
          key,
          celValue(entry.value, { ...options, defaults: nestedDefaults(defaults, key) }),
        );
      return made.get(key);
    };
    const all = () => {
      if (partial) {
        trace.unknown = true;
        throw new UnknownValue('a list of all keys');
      }
      return keys;
    };
    Object.defineProperties(this, {
      constructor: { value: Map },
      size: { get: () => all().length },
      get: { value: get },
      has: { value: (key: string) => get(key) !== undefined },
      keys: { value: () => all().values() },
      values: { value: () => all().map(get).values() },
      entries: {
        value: () =>
          all()
            .map(key => [key, get(key)] as const)
            .values(),
      },
      [Symbol.iterator]: {
        value: () =>
          all()
            .map(key => [key, get(key)] as const)
            .values(),
      },
      forEach: {
        value: (visit: (item: unknown, key: string) => void) => {
          for (const key of all()) visit(get(key), key);
        },
      },
    });
  }
}

/** A map of what is known of something; all else in it is unknown. */
export function openMap(
  known: Readonly<Record<string, unknown>>,
  trace: Trace,
): Map<string, unknown> {
  const map = new Map<string, unknown>();
  const get = (key: string): unknown => {
    const value = own(known, key);
    if (value !== undefined && value !== UNKNOWN)
      return typeof value === 'function' ? value() : value;
    trace.unknown = true;
    throw new UnknownValue(key);
  };
  Object.defineProperties(map, {
    constructor: { value: Map },
    get: { value: get },
    has: { value: (key: string) => get(key) !== undefined },
  });
  return map;
}
