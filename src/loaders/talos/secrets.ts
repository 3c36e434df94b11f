import type { TalosPlainSecret } from '../../model/talos.ts';
import { own } from '../../text/own.ts';
import { isPlaceholder, isSecretReference } from '../../text/placeholder.ts';
import { entriesAt, get, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';

/** Where secret material stands, by document kind; '' is the v1alpha1 document. `*` is any key or item. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  '': [
    'machine.token',
    'machine.ca.key',
    'cluster.secret',
    'cluster.token',
    'cluster.aescbcEncryptionSecret',
    'cluster.secretboxEncryptionSecret',
    'cluster.ca.key',
    'cluster.aggregatorCA.key',
    'cluster.serviceAccount.key',
    'cluster.etcd.ca.key',
    'machine.registries.config.*.auth.password',
    'machine.registries.config.*.auth.auth',
    'machine.registries.config.*.auth.identityToken',
    'machine.network.interfaces.*.wireguard.privateKey',
    'machine.network.interfaces.*.vip.hcloud.apiToken',
    'machine.network.interfaces.*.vip.equinixMetal.apiToken',
    'machine.systemDiskEncryption.*.keys.*.static.passphrase',
  ],
  RegistryAuthConfig: ['password', 'auth', 'identityToken'],
  RegistryTLSConfig: ['clientIdentity.key'],
  WireguardConfig: ['privateKey', 'peers.*.presharedKey'],
  HCloudVIPConfig: ['apiToken'],
  VolumeConfig: ['encryption.keys.*.static.passphrase'],
  UserVolumeConfig: ['encryption.keys.*.static.passphrase'],
  RawVolumeConfig: ['encryption.keys.*.static.passphrase'],
  SwapVolumeConfig: ['encryption.keys.*.static.passphrase'],
};

/** The bundle that `talosctl gen secrets` writes. */
const BUNDLE: readonly string[] = [
  'cluster.secret',
  'secrets.bootstraptoken',
  'secrets.secretboxencryptionsecret',
  'secrets.aescbcencryptionsecret',
  'trustdinfo.token',
  'certs.etcd.key',
  'certs.k8s.key',
  'certs.k8saggregator.key',
  'certs.k8sserviceaccount.key',
  'certs.os.key',
];

/** A talosconfig, the client's side. */
const CLIENT: readonly string[] = ['contexts.*.key'];

/**
 * Secret material in the clear: neither encrypted by SOPS nor a template's placeholder.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/types/v1alpha1/v1alpha1_provider.go
 */
export function plainSecrets(
  document: LocatedValue,
  type: 'config' | 'bundle' | 'client',
): TalosPlainSecret[] {
  const paths =
    type === 'config'
      ? (own(SECRETS, textAt(document, 'kind') ?? '') ?? [])
      : type === 'bundle'
        ? BUNDLE
        : CLIENT;
  return paths.flatMap(path =>
    valuesAt(document, path.split('.')).flatMap(value =>
      value.kind === 'scalar' && isPlain(value.value, value.text)
        ? [{ at: value, what: path.replaceAll('.*', '[]') }]
        : [],
    ),
  );
}

const isPlain = (value: unknown, text: string): boolean =>
  value !== null && text !== '' && !isPlaceholder(text) && !isSecretReference(text);

function valuesAt(value: LocatedValue | undefined, path: readonly string[]): LocatedValue[] {
  const [head, ...rest] = path;
  if (value === undefined) return [];
  if (head === undefined) return [value];
  if (head !== '*') return valuesAt(get(value, head), rest);
  const children =
    value.kind === 'sequence' ? itemsAt(value) : entriesAt(value).map(entry => entry.value);
  return children.flatMap(child => valuesAt(child, rest));
}
