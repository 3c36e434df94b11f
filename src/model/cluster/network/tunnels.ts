import { intersectHostnames } from '../../../net/hostnames.ts';
import type { Place } from '../../../source/text.ts';
import { own } from '../../../text/own.ts';
import { asMap, entriesAt, getEntry, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import { parseEmbedded } from '../../../yaml/embedded.ts';
import type { LocatedEntry, LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import { placeOf, placeWithin } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { type Service, serviceOfHost } from './services.ts';

/** Where a rule of a tunnel sends its requests, where that is a URL. */
export interface TunnelOrigin {
  readonly scheme: string;
  readonly host: string;
  /** Undefined for schemes without a port of their own. */
  readonly port: number | undefined;
  /** The host's characters. */
  readonly hostAt: Place;
  /** The port's characters, or the whole URL where it has none. */
  readonly portAt: Place;
}

/** One entry of `ingress:`. */
export interface TunnelRule {
  readonly value: LocatedMap;
  readonly hostname: LocatedScalar | undefined;
  readonly path: LocatedScalar | undefined;
  readonly service: LocatedScalar;
  /** Undefined for what cloudflared answers itself (`http_status:404`), sockets and placeholders. */
  readonly origin: TunnelOrigin | undefined;
}

/** A Cloudflare tunnel with its configuration in the repository. */
export interface Tunnel {
  /** The ConfigMap that carries the configuration. */
  readonly resource: ClusterResource;
  readonly ingress: LocatedEntry;
  readonly rules: readonly TunnelRule[];
  /** Its name or UUID, where the configuration has one. */
  readonly id: LocatedScalar | undefined;
}

/**
 * The tunnels whose cloudflared configuration a ConfigMap holds, generated from a file or inline.
 * Values keep their places in the file that a person edits. Tunnels that are configured at
 * Cloudflare's side are not in the repository, and not here.
 *
 * @see https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/do-more-with-tunnels/local-management/configuration-file/
 */
export const tunnelsIn = (index: ResourceIndex): Tunnel[] =>
  index
    .ofKind('ConfigMap', '')
    .flatMap(resource =>
      entriesAt(resource.value, 'data').flatMap(({ value }) =>
        value.kind === 'scalar' ? (toTunnel(resource, value) ?? []) : [],
      ),
    );

function toTunnel(resource: ClusterResource, content: LocatedScalar): Tunnel | undefined {
  // Most ConfigMaps hold something else: only what may be such a file is parsed.
  if (!/^["']?ingress["']?:/m.test(content.text) || !content.text.includes('service:'))
    return undefined;
  const { documents, broken } = parseEmbedded(content);
  const config = asMap(documents[0]?.value);
  const ingress = getEntry(config, 'ingress');
  const items = itemsAt(config, 'ingress');
  const rules = items.flatMap(item => (item.kind === 'map' ? (toRule(item) ?? []) : []));
  if (broken || !ingress || rules.length === 0 || rules.length < items.length) return undefined;
  return { resource, ingress, rules, id: getString(config, 'tunnel') };
}

function toRule(value: LocatedMap): TunnelRule | undefined {
  const service = getString(value, 'service');
  return (
    service && {
      value,
      hostname: getString(value, 'hostname'),
      path: getString(value, 'path'),
      service,
      origin: toOrigin(service),
    }
  );
}

/** https://github.com/cloudflare/cloudflared/blob/2026.1.2/ingress/origin_service.go */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  ssh: 22,
  rdp: 3389,
  smb: 445,
  tcp: 7864,
};

function toOrigin(service: LocatedScalar): TunnelOrigin | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/:[\]\s]+)(?::(\d+))?\/?$/i.exec(service.text);
  const [, scheme = '', host = '', port] = match ?? [];
  if (!match || /[${}<>]/.test(host)) return undefined;
  const start = scheme.length + '://'.length;
  const end = start + host.length;
  return {
    scheme: scheme.toLowerCase(),
    host: host.toLowerCase(),
    port: port === undefined ? own(DEFAULT_PORTS, scheme.toLowerCase()) : Number(port),
    hostAt: placeWithin(service, start, end),
    portAt:
      port === undefined ? placeOf(service) : placeWithin(service, end + 1, end + 1 + port.length),
  };
}

/** Whether a rule takes every request that reaches it: the last one must, no other may. */
export const isCatchAll = ({ hostname, path }: TunnelRule): boolean =>
  (hostname === undefined || hostname.text === '*') && path === undefined;

/**
 * A rule before the last that takes every request, or a last one that doesn't: cloudflared starts
 * with neither.
 *
 * @see https://github.com/cloudflare/cloudflared/blob/2026.1.2/ingress/ingress.go
 */
export function misplacedCatchAll({ rules }: Tunnel): {
  readonly early?: TunnelRule | undefined;
  readonly missing?: TunnelRule | undefined;
} {
  const early = rules.slice(0, -1).find(isCatchAll);
  const last = rules.at(-1);
  return early ? { early } : { missing: last && !isCatchAll(last) ? last : undefined };
}

/** The Services that tunnels enter by, each once. */
export function entryServices(
  tunnels: readonly Tunnel[],
  services: readonly Service[],
): readonly Service[] {
  const targets = tunnels.flatMap(({ rules }) =>
    rules.flatMap(({ origin }) => (origin && serviceOfHost(origin.host)) ?? []),
  );
  return services.filter(service =>
    targets.some(({ name, namespace }) => name === service.name && namespace === service.namespace),
  );
}

/**
 * Whether some rule sends requests for a hostname on, instead of answering them itself. A wildcard
 * stands for one label or more.
 *
 * @see https://github.com/cloudflare/cloudflared/blob/2026.1.2/ingress/rule.go
 */
export const forwards = ({ rules }: Tunnel, hostname: string): boolean =>
  rules.some(
    rule =>
      !rule.service.text.startsWith('http_status:') &&
      (rule.hostname === undefined ||
        rule.hostname.text === '*' ||
        intersectHostnames(rule.hostname.text, hostname) !== undefined),
  );

/** The names that DNSEndpoints point at a tunnel. */
export const tunnelNames = (index: ResourceIndex): ReadonlySet<string> =>
  new Set(
    index
      .ofKind('DNSEndpoint', 'externaldns.k8s.io')
      .flatMap(({ value }) =>
        itemsAt(value, 'spec', 'endpoints').flatMap(endpoint =>
          itemsAt(endpoint, 'targets').some(
            target => target.kind === 'scalar' && isTunnelName(target.text),
          )
            ? (textAt(endpoint, 'dnsName') ?? [])
            : [],
        ),
      ),
  );

/** https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/routing-to-tunnel/dns/ */
export const isTunnelName = (name: string): boolean => /\.cfargotunnel\.com\.?$/i.test(name);
