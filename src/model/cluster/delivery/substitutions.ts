import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** `${NAME}` as envsubst and Flux write it; with a default, too. Other forms are other languages'. */
const VARIABLE = /\$\{[A-Za-z_][A-Za-z0-9_]*(?::?[-=?+][^}]*)?\}/;

/** Fields that hold a name, a host or an address and nothing else, in whatever object. */
const PLAIN: ReadonlySet<string> = new Set([
  'cidr',
  'commonName',
  'dnsName',
  'email',
  'host',
  'hostname',
  'image',
  'loadBalancerIP',
  'namespace',
  'secretName',
  'start',
  'stop',
  'storageClassName',
]);

/** The same of lists. */
const LISTS: ReadonlySet<string> = new Set(['dnsNames', 'hostnames', 'hosts', 'addresses']);

/** Kinds of which all fields mean what they say: no language of their own stands in them. */
const KINDS: ReadonlySet<string> = new Set([
  'Certificate',
  'CiliumLoadBalancerIPPool',
  'ClusterIssuer',
  'CronJob',
  'DNSEndpoint',
  'DaemonSet',
  'Deployment',
  'GRPCRoute',
  'Gateway',
  'HTTPRoute',
  'IPAddressPool',
  'Ingress',
  'Issuer',
  'Job',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
  'StatefulSet',
  'TCPRoute',
  'TLSRoute',
  'UDPRoute',
]);

const ANNOTATIONS =
  /^(?:external-dns\.(?:alpha\.)?kubernetes\.io|lbipam\.cilium\.io|cert-manager\.io|gethomepage\.dev|metallb\.(?:io|universe\.tf))\//;

/** A text that the cluster gets as it is written, though something was to be filled in. */
export interface Leftover {
  readonly at: LocatedScalar;
  readonly variable: string;
  readonly field: string;
}

/** Every leftover in fields of which nothing in the cluster fills anything in. */
export function leftovers({ kind, value }: ClusterResource): Leftover[] {
  const found: Leftover[] = [];
  const take = (item: LocatedValue | undefined, field: string): void => {
    if (item?.kind !== 'scalar') return;
    const variable = VARIABLE.exec(item.text)?.[0];
    if (variable !== undefined) found.push({ at: item, variable, field });
  };
  const walk = (item: LocatedValue): void => {
    if (item.kind === 'sequence') item.items.forEach(walk);
    if (item.kind !== 'map') return;
    for (const [key, { value: child }] of item.entries) {
      if (PLAIN.has(key)) take(child, key);
      else if (LISTS.has(key) && child.kind === 'sequence')
        for (const part of child.items) take(part, key);
      // What programs read themselves may be in any language.
      if (!OPAQUE.has(key)) walk(child);
    }
  };
  const metadata = value.entries.get('metadata')?.value;
  if (metadata?.kind === 'map') {
    take(metadata.entries.get('name')?.value, 'name');
    take(metadata.entries.get('namespace')?.value, 'namespace');
    const annotations = metadata.entries.get('annotations')?.value;
    if (annotations?.kind === 'map')
      for (const [key, entry] of annotations.entries)
        if (ANNOTATIONS.test(key)) take(entry.value, key);
  }
  const spec = value.entries.get('spec')?.value;
  if (spec && KINDS.has(kind)) walk(spec);
  return found;
}

const OPAQUE: ReadonlySet<string> = new Set([
  'args',
  'command',
  'env',
  'envFrom',
  'annotations',
  'webhook',
]);
