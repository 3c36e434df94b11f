import type { Unknown } from '../../model/unknown.ts';
import type { LocatedMap } from '../../yaml/located.ts';

/** A program that a cluster has and that the repository only uses. */
interface Installed {
  /** How people call it. */
  readonly what: string;
  /** What its manifests or its chart make, as far as others refer to it. */
  readonly kinds: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
  /** The names that its objects have. */
  readonly names: RegExp;
}

/**
 * What may be in the cluster of a program that is installed from elsewhere.
 *
 * @param first an object that needs it
 */
export const fromElsewhere = (
  { value }: { readonly value: LocatedMap },
  { what, kinds, namespaces, names }: Installed,
): Unknown => ({
  at: value.origin,
  reason: `${what} itself is installed from elsewhere`,
  kinds,
  namespaces,
  mayName: name => names.test(name),
  strict: true,
});
