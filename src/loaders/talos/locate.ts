import { mapFrom, type Parts, scalarFrom, sequenceFrom } from '../../yaml/build.ts';
import type { LocatedMap, LocatedValue, Origin, Primitive } from '../../yaml/located.ts';

/** Plain data as located values that default from one place. */
export function locate(data: object, from: Origin): LocatedMap {
  const parts: Record<string, LocatedValue> = {};
  for (const [name, value] of Object.entries(data)) parts[name] = toLocated(value, from);
  return mapFrom(from, parts as Parts, 'default');
}

function toLocated(value: unknown, from: Origin): LocatedValue {
  if (Array.isArray(value)) {
    return sequenceFrom(
      from,
      value.map(item => toLocated(item, from)),
      'default',
    );
  }
  return typeof value === 'object' && value !== null
    ? locate(value, from)
    : scalarFrom(from, value as Primitive, 'default');
}
