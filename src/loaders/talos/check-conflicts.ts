import { own } from '../../text/own.ts';
import { getEntry, textAt } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import { isSet } from './check-machine.ts';
import type { MachineConfig } from './config.ts';
import type { Refuse } from './patch-markers.ts';

/** Kinds of which a machine can have only one document by the same name. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['UserVolumeConfig', 'ExistingVolumeConfig'],
  ['Layer2VIPConfig', 'HCloudVIPConfig'],
  ['BondConfig', 'BridgeConfig', 'DummyLinkConfig', 'LinkConfig', 'VLANConfig', 'WireguardConfig'],
];

/** Documents that replace fields of the v1alpha1 document: both at once are refused. */
const REPLACED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  HostnameConfig: [
    ['machine', 'network', 'hostname'],
    ['machine', 'features', 'stableHostname'],
  ],
  ResolverConfig: [
    ['machine', 'network', 'nameservers'],
    ['machine', 'network', 'searchDomains'],
    ['machine', 'network', 'disableSearchDomain'],
  ],
  TimeSyncConfig: [
    ['machine', 'time', 'servers'],
    ['machine', 'time', 'disabled'],
    ['machine', 'time', 'bootTimeout'],
  ],
};

/**
 * Documents that contradict each other or the v1alpha1 document.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/container/container.go
 */
export function checkConflicts({ machine, documents }: MachineConfig, refuse: Refuse): void {
  const all = [...documents.values()];
  for (const kinds of EXCLUSIVE) {
    const seen = new Map<string, LocatedMap>();
    for (const document of all.filter(item => kinds.includes(textAt(item, 'kind') ?? ''))) {
      const name = textAt(document, 'name') ?? '';
      const other = seen.get(name);
      if (other) {
        const kind = textAt(document, 'kind');
        refuse({
          at: document,
          message: `${kind} \`${name}\` conflicts with ${textAt(other, 'kind')} \`${name}\``,
        });
      } else seen.set(name, document);
    }
  }
  checkEncrypted({ machine, documents }, refuse);
  for (const document of all) {
    const kind = textAt(document, 'kind') ?? '';
    for (const path of own(REPLACED, kind) ?? []) {
      const entry = getEntry(machine, ...path);
      // What the generated configuration has by itself never contradicts.
      if (!entry || !isSet(machine, ...path) || entry.value.origin.made === 'default') continue;
      const isGenerated = document.origin.made === 'default';
      refuse({
        at: entry.key,
        message: isGenerated
          ? `\`${path.join('.')}\` conflicts with the ${kind} that the generated configuration has`
          : `\`${path.join('.')}\` conflicts with ${kind}: only one of them may be there`,
        help: isGenerated
          ? `Move it to a ${kind} document (with \`auto: "off"\`), or delete that one with \`$patch: delete\`.`
          : `Keep the ${kind}, and remove the field.`,
      });
    }
  }
}

/** A system volume is encrypted by its document or by the v1alpha1 document, not by both. */
function checkEncrypted({ machine, documents }: MachineConfig, refuse: Refuse): void {
  for (const [name, section] of [
    ['EPHEMERAL', 'ephemeral'],
    ['STATE', 'state'],
  ] as const) {
    const entry = getEntry(machine, 'machine', 'systemDiskEncryption', section);
    const other = getEntry(documents.get(`VolumeConfig/${name}`), 'encryption');
    if (!entry || !other || entry.value.kind !== 'map' || other.value.kind !== 'map') continue;
    refuse({
      at: entry.key,
      message: `the encryption of \`${name}\` is here and in its VolumeConfig: only one of them may be there`,
    });
  }
}
