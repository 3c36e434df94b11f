import type { RenderedObject } from '../../../model/release.ts';
import { mapFrom, type Parts, scalarFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue, Origin } from '../../../yaml/located.ts';
import { mapOf } from './maps.ts';
import { kubernetesObject, whole } from './objects.ts';
import { isTruthy } from './truth.ts';

interface ClassSpec {
  readonly name: LocatedScalar;
  readonly at: Origin;
  /** Whether it is the default class; the mark points here. */
  readonly isDefault: LocatedValue | undefined;
  readonly provisioner: string;
  readonly annotations?: readonly (readonly [string, LocatedScalar])[];
  readonly fields: Parts;
}

/** The annotation that makes a storage class the default. */
export const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** The annotation that makes a snapshot class the default of its driver. */
export const DEFAULT_SNAPSHOT_CLASS = 'snapshot.storage.kubernetes.io/is-default-class';

/** A StorageClass of a chart, with the default mark only where it is true. */
export function storageClass(spec: ClassSpec): RenderedObject {
  const { name, at, isDefault, provisioner, annotations = [], fields } = spec;
  const head = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    name,
    annotations: mapOf(at, [...annotations, ...mark(DEFAULT_CLASS, isDefault)]),
  };
  return whole(kubernetesObject(at, head, { provisioner: scalarFrom(at, provisioner), ...fields }));
}

/** The `"true"` of a default mark, where the switch says it. */
export function mark(
  annotation: string,
  isDefault: LocatedValue | undefined,
): (readonly [string, LocatedScalar])[] {
  return isDefault && isTruthy(isDefault)
    ? [[annotation, scalarFrom(isDefault.origin, 'true')]]
    : [];
}

interface SnapshotClassSpec {
  readonly name: LocatedScalar;
  readonly at: Origin;
  readonly isDefault: LocatedValue | undefined;
  readonly driver: LocatedValue | string | undefined;
  readonly deletionPolicy: LocatedValue | string | undefined;
  readonly annotations?: LocatedMap | undefined;
}

/** A VolumeSnapshotClass of a chart. */
export function snapshotClass(spec: SnapshotClassSpec): RenderedObject {
  const { name, at, isDefault, driver, deletionPolicy } = spec;
  const annotations = mapFrom(at, Object.fromEntries(mark(DEFAULT_SNAPSHOT_CLASS, isDefault)));
  const head = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    name,
    annotations,
  };
  return whole(kubernetesObject(at, head, { driver, deletionPolicy }));
}
