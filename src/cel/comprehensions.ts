import { type Add, fail } from './add.ts';
import { equal, mapOf } from './equality.ts';
import { library } from './library.ts';
import { OWN } from './rewrite.ts';
import { openMap } from './values.ts';

const NOTHING_READ = { last: undefined, unknown: false };

/** A key and its value, which is read when it is asked for: where it stands is noted then. */
const pairOf = (key: unknown, value: () => unknown): ReadonlyMap<string, unknown> =>
  openMap({ k: () => key, v: value }, { ...NOTHING_READ });

/** Whether a value is what a field of its type has where nobody sets it. */
const isZero = (value: unknown): boolean =>
  value === null ||
  equal(value, 0n) ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (value instanceof Uint8Array && value.length === 0) ||
  mapOf(value)?.size === 0;

/** Adds what macros over keys and values, and over optional values, are rewritten to (`rewrite.ts`). */
export function addComprehensions(add: Add): void {
  const { Optional } = library();
  const ofList = (list: readonly unknown[]) =>
    Array.from({ length: list.length }, (_, i) => pairOf(BigInt(i), () => list[i]));
  const ofMap = (value: unknown) => {
    const map = mapOf(value) ?? new Map();
    return [...map.keys()].map(key => pairOf(key, () => map.get(key)));
  };
  add(`list<dyn>.${OWN}pairs(): list<dyn>`, ofList);
  add(`map.${OWN}pairs(): list<dyn>`, ofMap);
  add(
    `list<dyn>.${OWN}map(): map`,
    (pairs: readonly (readonly [unknown, unknown])[]) => new Map(pairs),
  );
  add(`list<dyn>.${OWN}merged(): map`, (maps: readonly unknown[]) => {
    const merged = new Map<unknown, unknown>();
    for (const map of maps)
      for (const [key, value] of mapOf(map) ?? fail('an entry is a map')) {
        if (merged.has(key)) fail(`there are two entries ${String(key)}`);
        merged.set(key, value);
      }
    return merged;
  });
  type Optional = InstanceType<typeof Optional>;
  add('OptionalNamespace.ofNonZeroValue(dyn): optional<dyn>', (_: unknown, value: unknown) =>
    isZero(value) ? Optional.none() : Optional.of(value),
  );
  add(`optional<dyn>.${OWN}present(): list<dyn>`, (optional: Optional) =>
    optional.hasValue() ? [optional.value()] : [],
  );
  add(`list<dyn>.${OWN}first(): optional<dyn>`, (list: readonly unknown[]) =>
    list.length === 0 ? Optional.none() : Optional.of(list[0]),
  );
  add(`list<dyn>.${OWN}flat(): optional<dyn>`, (list: readonly unknown[]) => {
    const [only] = list;
    if (list.length === 0) return Optional.none();
    return only instanceof Optional ? only : fail('optFlatMap makes an optional');
  });
}
