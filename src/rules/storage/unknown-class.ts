import { describe } from '../../model/cluster/objects/owned.ts';
import type { ResourceIndex } from '../../model/cluster/objects/resources.ts';
import { classOf } from '../../model/cluster/storage/class-of.ts';
import type { VolumeClaim } from '../../model/cluster/storage/storage.ts';
import { missing } from '../../model/lookup.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { listing } from '../../text/plural.ts';
import { getScalar } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const unknownClass: Rule = {
  id: 'storage/unknown-class',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A storage class that nothing in the repository provides, or another one than that of the volume that a claim names.',
  rationale: 'The claim stays Pending for ever, and its pod with it.',
  remedy: "Name a class that exists, or list it as external in the policy's `storage.classes`.",
  reference: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
  check({ cluster, policy, report }) {
    for (const claim of cluster.volumeClaims) {
      const finding = otherClass(cluster.resources, claim);
      if (finding) report(finding);
    }
    const external = Object.entries(policy.storage?.classes ?? {}).flatMap(
      ([name, { external: outside }]) => (outside ? [name] : []),
    );
    const known = [...new Set([...cluster.storageClasses.map(({ name }) => name), ...external])];
    for (const claim of cluster.volumeClaims) {
      const { className } = claim;
      if (!className || external.includes(className.text)) continue;
      const gone = missing(classOf(claim, cluster.storageClasses, cluster.resources));
      if (!gone) continue;
      const meant = nearest(className.text, known);
      report({
        at: className,
        message: `nothing provides the storage class \`${className.text}\` of ${describe(claim.resource)}`,
        help: meant
          ? `Did you mean \`${meant}\`?`
          : known.length > 0
            ? `Classes: ${listing(known)}.`
            : undefined,
        doubt: gone.doubt,
        missing: `StorageClass ${className.text}`,
      });
    }
  },
};

/**
 * A claim of another class than the volume that it names: the two are never bound.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/controller/volume/persistentvolume/pv_controller.go (checkVolumeSatisfyClaim)
 */
function otherClass(
  resources: ResourceIndex,
  { className, volumeName, resource }: VolumeClaim,
): Report | undefined {
  if (!className || !volumeName || isPlaceholder(className.text)) return undefined;
  const key = { group: '', kind: 'PersistentVolume', namespace: undefined, name: volumeName.text };
  const answer = resources.find(key);
  if (answer.status !== 'found') return undefined;
  const volume = answer.value;
  const classIn = ({ value }: typeof volume) => getScalar(value, 'spec', 'storageClassName');
  const other = classIn(volume);
  const text = other?.text ?? '';
  // Overlays for several clusters may each have a volume of that name.
  const mayFit = (one: typeof volume): boolean => {
    const its = classIn(one)?.text ?? '';
    return one.partial === true || its === className.text || isPlaceholder(its);
  };
  if (resources.all(key).some(mayFit)) return undefined;
  return {
    at: className,
    message: `${describe(resource)} asks for the class \`${className.text}\`, and ${describe(volume)} that it names has ${text === '' ? 'none' : `\`${text}\``}: they are never bound`,
    help: 'Give both the same `storageClassName`; an empty one is for volumes without a class.',
    related: [see(other ?? volume.value, 'the volume')],
  };
}
