import { isPlaceholder } from '../../../text/placeholder.ts';
import { get, getEntry, getScalar, itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap } from '../../../yaml/located.ts';
import type { Refuse } from '../patch-markers.ts';
import { checkSlots } from './checks.ts';
import { urlOf } from './formats.ts';
import { entriesOf, scalarsAt, valuesAt } from './select.ts';

/**
 * Checks what the fields of a section of the merged v1alpha1 document have to do with each other, as
 * `talosctl validate` does. What depends on where the machine runs, such as whether it is installed, is
 * left out.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/pkg/machinery/config/types/v1alpha1/v1alpha1_validation.go
 */
export function checkSections(
  machine: LocatedMap,
  minor: number | undefined,
  refuse: Refuse,
): void {
  checkDisks(machine, refuse);
  checkEncryption(machine, refuse);
  checkRegistries(machine, refuse);
  checkKubeSpan(machine, refuse);
  checkCloudProvider(machine, refuse);
  checkApiServer(machine, refuse);
  checkCniUrls(machine, refuse);
  checkExtensions(machine, refuse);
  if ((minor ?? 0) >= 13) checkHostDns(machine, refuse);
  for (const destination of valuesAt(machine, 'machine.logging.destinations[]'))
    if (destination.kind === 'map' && !get(destination, 'format'))
      refuse({ at: destination, message: 'a destination of logs needs `format: json_lines`' });
  for (const manifest of valuesAt(machine, 'cluster.inlineManifests[]')) {
    const name = getScalar(manifest, 'name');
    if (name?.text.trim() === '') refuse({ at: name, message: 'an inline manifest needs a name' });
  }
  const subnet = getEntry(machine, 'cluster', 'etcd', 'subnet');
  if (subnet && itemsAt(machine, 'cluster', 'etcd', 'advertisedSubnets').length > 0)
    refuse({ at: subnet.key, message: '`subnet` and `advertisedSubnets` exclude each other' });
}

/** Only the last partition can be what is left of a disk. */
function checkDisks(machine: LocatedMap, refuse: Refuse): void {
  for (const disk of valuesAt(machine, 'machine.disks[]')) {
    for (const partition of itemsAt(disk, 'partitions').slice(0, -1)) {
      const size = getScalar(partition, 'size');
      if (size && size.value !== 0 && size.value !== null) continue;
      refuse({
        at: partition,
        message: 'a partition without a size takes the rest of the disk: only the last one can',
      });
    }
  }
}

function checkEncryption(machine: LocatedMap, refuse: Refuse): void {
  for (const { key: name, value } of entriesOf(machine, 'machine.systemDiskEncryption')) {
    if (value.kind !== 'map') continue;
    const keys = itemsAt(value, 'keys');
    if (keys.length === 0) refuse({ at: name, message: 'an encrypted volume needs keys' });
    checkSlots(keys, refuse);
    for (const key of keys) {
      if (!['static', 'nodeID', 'kms', 'tpm'].some(method => get(key, method)))
        refuse({ at: key, message: 'a key needs one of static, `nodeID`, kms and tpm' });
    }
  }
}

function checkRegistries(machine: LocatedMap, refuse: Refuse): void {
  for (const section of ['mirrors', 'config']) {
    for (const { key, value } of entriesOf(machine, `machine.registries.${section}`)) {
      if (value.kind !== 'scalar' || value.value !== null) continue;
      refuse({ at: key, message: `the registry \`${key.text}\` is empty` });
    }
  }
}

function checkKubeSpan(machine: LocatedMap, refuse: Refuse): void {
  const enabled = getScalar(machine, 'machine', 'network', 'kubespan', 'enabled');
  if (enabled?.value !== true) return;
  const mtu = getScalar(machine, 'machine', 'network', 'kubespan', 'mtu');
  if (typeof mtu?.value === 'number' && mtu.value !== 0 && mtu.value < 1280)
    refuse({ at: mtu, message: 'the `mtu` of KubeSpan is at least 1280' });
  const discovery = getScalar(machine, 'cluster', 'discovery', 'enabled');
  if (discovery?.value === false)
    refuse({
      at: discovery,
      message: 'KubeSpan needs the discovery of members, which is off here',
    });
}

function checkCloudProvider(machine: LocatedMap, refuse: Refuse): void {
  const manifests = getEntry(machine, 'cluster', 'externalCloudProvider', 'manifests');
  if (!manifests || itemsAt(manifests.value).length === 0) return;
  const enabled = getScalar(machine, 'cluster', 'externalCloudProvider', 'enabled');
  const isOff = enabled === undefined || enabled.value === false || enabled.value === null;
  if (isOff)
    refuse({ at: manifests.key, message: 'manifests of a cloud provider that is not `enabled`' });
  else checkUrls(machine, 'cluster.externalCloudProvider.manifests[]', refuse);
}

function checkCniUrls(machine: LocatedMap, refuse: Refuse): void {
  const name = getScalar(machine, 'cluster', 'network', 'cni', 'name');
  if (name?.text === 'custom') checkUrls(machine, 'cluster.network.cni.urls[]', refuse);
  const flannel = getEntry(machine, 'cluster', 'network', 'cni', 'flannel', 'extraArgs');
  const isOther = name?.text === 'none' || name?.text === 'custom';
  if (flannel && itemsAt(flannel.value).length > 0 && isOther)
    refuse({ at: flannel.key, message: `arguments of flannel beside the CNI \`${name.text}\`` });
}

function checkUrls(machine: LocatedMap, path: string, refuse: Refuse): void {
  for (const scalar of scalarsAt(machine, path)) {
    if (isPlaceholder(scalar.text) || urlOf(scalar.text)) continue;
    refuse({
      at: scalar,
      message: `\`${scalar.text}\` is refused: this must be a URL with a host`,
    });
  }
}

function checkApiServer(machine: LocatedMap, refuse: Refuse): void {
  const authorizers = valuesAt(machine, 'cluster.apiServer.authorizationConfig[]');
  for (const authorizer of authorizers) {
    for (const field of ['name', 'type'])
      if (authorizer.kind === 'map' && !get(authorizer, field))
        refuse({ at: authorizer, message: `an authorizer needs a ${field}` });
  }
  if (authorizers.length === 0) return;
  for (const { key } of entriesOf(machine, 'cluster.apiServer.extraArgs'))
    if (/^authorization-(?:mode|webhook-)/.test(key.text))
      refuse({ at: key, message: `\`${key.text}\` beside \`authorizationConfig\` is refused` });
}

function checkExtensions(machine: LocatedMap, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const image of scalarsAt(machine, 'machine.install.extensions[].image')) {
    if (seen.has(image.text) && !isPlaceholder(image.text))
      refuse({ at: image, message: `the extension \`${image.text}\` is there twice` });
    seen.add(image.text);
  }
}

/** From 1.13 on; before, the half that is off was ignored. */
function checkHostDns(machine: LocatedMap, refuse: Refuse): void {
  const enabled = getScalar(machine, 'machine', 'features', 'hostDNS', 'enabled');
  const forward = getScalar(machine, 'machine', 'features', 'hostDNS', 'forwardKubeDNSToHost');
  if (enabled?.value !== false || forward?.value !== true) return;
  refuse({
    at: enabled,
    message: '`hostDNS` is off while `forwardKubeDNSToHost` is on, which Talos 1.13 refuses',
    help: 'Set `forwardKubeDNSToHost: false` as well.',
  });
}
