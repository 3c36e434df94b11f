import { mapFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';

/** A volume of a Secret's content. */
export const secretVolume = (name: string, secretName: LocatedScalar): LocatedMap =>
  mapFrom(secretName.origin, { name, secret: mapFrom(secretName.origin, { secretName }) });

/** An environment variable out of a Secret. */
export const secretVariable = (
  name: string,
  secret: LocatedScalar,
  key: LocatedValue | string,
): LocatedMap => {
  const at = secret.origin;
  const secretKeyRef = mapFrom(at, { name: secret, key });
  return mapFrom(at, { name, valueFrom: mapFrom(at, { secretKeyRef }) });
};

/** All of a Secret as environment variables. */
export const secretSource = (name: LocatedScalar, optional?: LocatedValue): LocatedMap =>
  mapFrom(name.origin, { secretRef: mapFrom(name.origin, { name, optional }) });

/** A sequence, or undefined where there is nothing to list. */
export const listOf = (at: Origin, items: readonly LocatedValue[]) =>
  items.length > 0 ? sequenceFrom(at, items) : undefined;
