/** An object with the properties of `base` plus some that are computed on first use, once. */
export function lazy<Derived extends object, Base extends object>(
  base: Base,
  derive: { readonly [K in keyof Derived]: () => Derived[K] },
): Base & Derived {
  const result = { ...base };
  for (const [name, compute] of Object.entries(derive) as [string, () => unknown][]) {
    Object.defineProperty(result, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = compute();
        Object.defineProperty(result, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return result as Base & Derived;
}
