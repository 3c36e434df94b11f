import type { TalosRole } from '../../model/talos.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { entriesAt, get, getEntry, getScalar, itemsAt } from '../../yaml/access.ts';
import type { LocatedEntry, LocatedMap, LocatedValue } from '../../yaml/located.ts';
import type { Refuse } from './patch-markers.ts';

/** Kubelet settings that Talos decides. */
const PROTECTED: ReadonlySet<string> = new Set([
  'apiVersion',
  'authentication',
  'authorization',
  'cgroupRoot',
  'kind',
  'kubeletCgroups',
  'port',
  'protectKernelDefaults',
  'resolvConf',
  'rotateCertificates',
  'systemCgroups',
  'staticPodPath',
  'seccompDefault',
]);

const TYPES: ReadonlySet<string> = new Set(['controlplane', 'worker', 'init', 'join', '']);

/**
 * Checks a merged v1alpha1 document, as `talosctl validate` does it in mode metal, as far as patches
 * decide the outcome.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/types/v1alpha1/v1alpha1_validation.go
 */
export function checkMachine(
  machine: LocatedMap,
  role: TalosRole | undefined,
  refuse: Refuse,
): void {
  const type = getScalar(machine, 'machine', 'type');
  if (type && !TYPES.has(type.text) && !isPlaceholder(type.text)) {
    refuse({
      at: type,
      message: `\`${type.text}\` is not a machine type: \`controlplane\` or \`worker\``,
    });
  }
  for (const { key } of entriesAt(machine, 'machine', 'kubelet', 'extraConfig')) {
    if (PROTECTED.has(key.text)) {
      refuse({
        at: key,
        message: `Talos sets \`${key.text}\` itself and refuses it in \`extraConfig\``,
      });
    }
  }
  for (const item of itemsAt(machine, 'machine', 'network', 'interfaces')) {
    checkInterface(item, refuse);
  }
  checkKernelArgs(machine, refuse);
  if (role !== 'worker') checkCni(machine, refuse);
  if (role === 'worker') checkWorker(machine, refuse);
}

function checkInterface(item: LocatedValue, refuse: Refuse): void {
  const name = getEntry(item, 'interface');
  const selector = getEntry(item, 'deviceSelector');
  if (name && selector) {
    refuse({
      at: selector.key,
      message: 'an interface has a name or a `deviceSelector`, not both',
    });
  }
  if (!name && selector?.value.kind === 'map' && selector.value.entries.size === 0) {
    refuse({ at: selector.key, message: 'an empty `deviceSelector` is refused' });
  }
  if (!name && !selector) {
    refuse({ at: item, message: 'an interface needs a name or a `deviceSelector`' });
  }
}

function checkKernelArgs(machine: LocatedMap, refuse: Refuse): void {
  const args = getEntry(machine, 'machine', 'install', 'extraKernelArgs');
  const uki = getScalar(machine, 'machine', 'install', 'grubUseUKICmdline');
  if (!args || itemsAt(args.value).length === 0 || uki?.value !== true) return;
  refuse({
    at: args.key,
    message:
      uki.origin.made === 'default'
        ? '`extraKernelArgs` beside `grubUseUKICmdline`, which the generated configuration turns on, is refused'
        : '`extraKernelArgs` beside `grubUseUKICmdline: true` is refused',
    help: 'Put the arguments into the Image Factory schematic (`customization.extraKernelArgs`).',
  });
}

function checkCni(machine: LocatedMap, refuse: Refuse): void {
  const name = getScalar(machine, 'cluster', 'network', 'cni', 'name');
  if (!name || isPlaceholder(name.text)) return;
  if (!['flannel', 'custom', 'none', ''].includes(name.text)) {
    refuse({
      at: name,
      message: `Talos installs no CNI \`${name.text}\`: its names are \`flannel\`, \`custom\` and \`none\``,
      help: 'Write `none` for a CNI that GitOps installs.',
    });
  }
  const urls = getEntry(machine, 'cluster', 'network', 'cni', 'urls');
  if (urls && itemsAt(urls.value).length > 0 && ['flannel', 'none', ''].includes(name.text)) {
    refuse({ at: urls.key, message: `the CNI \`${name.text}\` takes no \`urls\`` });
  }
}

/** What a worker must not have. VIPs are a rule of their own. */
function checkWorker(machine: LocatedMap, refuse: Refuse): void {
  const forbidden: (LocatedEntry | undefined)[] = [
    getEntry(machine, 'cluster', 'etcd'),
    getEntry(machine, 'machine', 'ca', 'key'),
    getEntry(machine, 'cluster', 'ca', 'key'),
  ];
  for (const entry of forbidden) {
    const isEmpty = entry?.value.kind === 'scalar' && entry.value.text === '';
    if (entry && !isEmpty) {
      const what = entry.key.text === 'key' ? 'the key of a CA' : entry.key.text;
      refuse({ at: entry.key, message: `a worker must not have ${what}, and this reaches one` });
    }
  }
  const access = getEntry(machine, 'machine', 'features', 'kubernetesTalosAPIAccess');
  if (access && getScalar(access.value, 'enabled')?.value === true) {
    refuse({ at: access.key, message: 'a worker must not have `kubernetesTalosAPIAccess`' });
  }
}

/** Whether the v1alpha1 document sets something at a path: not null, false or empty. */
export function isSet(machine: LocatedMap | undefined, ...path: readonly string[]): boolean {
  const value = get(machine, ...path);
  if (value === undefined) return false;
  if (value.kind === 'scalar')
    return value.text !== '' && value.value !== null && value.value !== false;
  return value.kind === 'sequence' ? value.items.length > 0 : value.entries.size > 0;
}
