import type { Unknown } from '../../model/unknown.ts';
import { getString, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';

/**
 * The storage classes that come with a provisioner as it is usually installed.
 *
 * - https://longhorn.io/docs/1.10.1/references/storage-class-parameters/
 * - https://github.com/rancher/local-path-provisioner/blob/v0.0.32/deploy/local-path-storage.yaml
 * - https://openebs.io/docs/user-guides/local-storage-user-guide/local-pv-hostpath/hostpath-configuration
 * - https://github.com/kubernetes-sigs/nfs-subdir-external-provisioner/blob/nfs-subdir-external-provisioner-4.0.18/deploy/class.yaml
 */
const CLASSES: ReadonlyMap<string, readonly string[]> = new Map([
  ['driver.longhorn.io', ['longhorn', 'longhorn-static']],
  ['rancher.io/local-path', ['local-path']],
  ['openebs.io/local', ['openebs-hostpath', 'openebs-device']],
  ['k8s-sigs.io/nfs-subdir-external-provisioner', ['nfs-client']],
]);

/** The classes beside one of the repository whose provisioner must have been installed to be of use. */
export const provisionedClasses = (documents: readonly ClassifiedDocument[]): Unknown[] =>
  documents.flatMap(({ document: { value } }) => {
    const provisioner = getString(value, 'provisioner');
    const names = provisioner && CLASSES.get(provisioner.value);
    if (textAt(value, 'kind') !== 'StorageClass' || !names) return [];
    return [
      {
        at: provisioner.origin,
        reason: `\`${provisioner.value}\` comes with it`,
        kinds: new Set(['StorageClass']),
        mayName: (name: string) => names.includes(name),
        strict: true,
      },
    ];
  });
