/**
 * What is derived from an object, derived when it is first asked for and kept as long as the object is.
 *
 * @param derive must depend on the object alone, and the object must not change
 */
export function once<K extends object, V>(derive: (from: K) => V): (from: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return from => {
    const kept = known.get(from);
    if (kept) return kept.value;
    const value = derive(from);
    known.set(from, { value });
    return value;
  };
}
