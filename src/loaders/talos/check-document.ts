import { isIP } from 'node:net';
import type { TalosVersion } from '../../model/talos.ts';
import { own } from '../../text/own.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getEntry, getScalar, getString, textAt } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import type { Refuse } from './patch-markers.ts';
import { checkDocumentValues } from './values/check-document-values.ts';

/** Fields that a document can't do without once all patches are merged. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  BondConfig: ['links'],
  HCloudVIPConfig: ['link'],
  Layer2VIPConfig: ['link'],
  VLANConfig: ['vlanID', 'parent'],
};

const VIPS: ReadonlySet<string> = new Set(['HCloudVIPConfig', 'Layer2VIPConfig']);
const VOLUMES: ReadonlySet<string> = new Set([
  'RawVolumeConfig',
  'SwapVolumeConfig',
  'UserVolumeConfig',
]);

/**
 * Checks a merged document by the rules of its kind, as `talosctl validate` does.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/reference/configuration/overview
 */
export function checkDocument(
  document: LocatedMap,
  version: TalosVersion | undefined,
  refuse: Refuse,
): void {
  const kind = textAt(document, 'kind') ?? '';
  const missing = (own(REQUIRED, kind) ?? []).filter(name => !get(document, name));
  if (missing.length > 0) {
    refuse({ at: document, message: `${kind} needs ${missing.join(' and ')}` });
  }
  const name = getString(document, 'name');
  if (VIPS.has(kind) && name && !isPlaceholder(name.text) && isIP(name.text) === 0) {
    refuse({ at: name, message: `the name of a ${kind} is its address, and this is none` });
  }
  if (VOLUMES.has(kind) && name && !isPlaceholder(name.text)) {
    if (!/^[A-Za-z0-9-]{1,34}$/.test(name.text)) {
      const message = 'the name of a volume has 1 to 34 letters, digits and hyphens';
      refuse({ at: name, message });
    }
  }
  checkDocumentValues(document, refuse);
  if (kind === 'VLANConfig') checkVlan(document, refuse);
  if (kind === 'HostnameConfig') checkHostname(document, version, refuse);
  if (kind === 'UserVolumeConfig') checkUserVolume(document, refuse);
  if (kind === 'VolumeConfig') checkSystemVolume(document, refuse);
}

function checkVlan(document: LocatedMap, refuse: Refuse): void {
  const id = getScalar(document, 'vlanID');
  if (typeof id?.value === 'number' && (id.value < 1 || id.value > 4094)) {
    refuse({ at: id, message: '`vlanID` must be from 1 to 4094' });
  }
}

/** Releases that take a bare `auto: off` for a document that says nothing: until 1.12.8 and 1.13.2. */
function isOffNothing(version: TalosVersion | undefined): boolean {
  const [, minor, patch] = /^v?1\.(\d+)\.(\d+)$/.exec(version?.text ?? '') ?? [];
  const last = { 12: 8, 13: 2 }[Number(minor)];
  return last !== undefined && Number(patch) <= last;
}

function checkHostname(
  document: LocatedMap,
  version: TalosVersion | undefined,
  refuse: Refuse,
): void {
  const auto = getScalar(document, 'auto');
  const hostname = getString(document, 'hostname');
  const isOff = auto?.text === 'off';
  if (auto && auto.value !== null && !isOff && hostname) {
    const generated = auto.origin.made === 'default';
    refuse({
      at: hostname,
      message: generated
        ? `the generated configuration has \`auto: ${auto.text}\`, and a hostname beside it is refused`
        : `\`auto: ${auto.text}\` and a hostname exclude each other`,
      help: 'Add `auto: "off"` beside the hostname.',
    });
  }
  if (auto && isOff && !hostname && isOffNothing(version)) {
    const message = `Talos ${version?.text} refuses \`auto: off\` without a hostname`;
    refuse({ at: auto, message, help: 'Add the hostname, or go to 1.12.9 or 1.13.3.' });
  }
  if (!hostname && (!auto || auto.value === null)) {
    refuse({ at: document, message: 'HostnameConfig needs auto or hostname' });
  }
  if (hostname && !isPlaceholder(hostname.text)) {
    const host = hostname.text.split('.')[0] ?? '';
    if (host.length === 0 || host.length > 63 || hostname.text.length > 253) {
      refuse({ at: hostname, message: 'the first part of a hostname has 1 to 63 characters' });
    }
  }
}

function checkUserVolume(document: LocatedMap, refuse: Refuse): void {
  const type = textAt(document, 'volumeType');
  if (type === 'disk') {
    for (const name of ['minSize', 'maxSize', 'grow']) {
      const entry = getEntry(document, 'provisioning', name);
      const message = `a volume of type disk is the whole disk: it has no \`${name}\``;
      if (entry) refuse({ at: entry.key, message });
    }
  }
  if (type !== 'directory') return;
  for (const name of ['provisioning', 'filesystem', 'encryption']) {
    const entry = document.entries.get(name);
    if (entry) refuse({ at: entry.key, message: `a volume of type directory has no \`${name}\`` });
  }
}

function checkSystemVolume(document: LocatedMap, refuse: Refuse): void {
  const name = getString(document, 'name');
  if (name && !['STATE', 'EPHEMERAL', 'IMAGECACHE'].includes(name.text)) {
    refuse({
      at: name,
      message: `\`${name.text}\` is not a system volume: Talos has \`STATE\`, \`EPHEMERAL\` and \`IMAGECACHE\``,
      help: 'A volume of your own is a UserVolumeConfig.',
    });
  }
  const provisioning = document.entries.get('provisioning');
  if (name?.text === 'STATE' && provisioning) {
    refuse({ at: provisioning.key, message: 'the volume `STATE` takes no provisioning' });
  }
}
