import type { Place } from '../../../source/text.ts';
import { entriesAt, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import { type LocatedValue, placeOf } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import type { ResourceIndex } from '../objects/resources.ts';

/** Zones that the cluster's own DNS asks other servers for. */
export interface Forward {
  /** Without the dot at the end, in lower case; the root is the empty string. */
  readonly zones: readonly string[];
  /** Addresses and names of the servers, without scheme and port. */
  readonly to: readonly string[];
  /** Where it is written. */
  readonly at: Place;
}

/**
 * What CoreDNS forwards: by the `servers` of its chart, and by texts of ConfigMaps that are a Corefile or a part of one.
 *
 * @see https://coredns.io/plugins/forward/ (`forward FROM TO...`; `.` is all that the server block answers for)
 * @see https://github.com/coredns/helm/blob/master/charts/coredns/values.yaml (servers)
 */
export const forwardsOf = (
  releases: readonly HelmRelease[],
  resources: ResourceIndex,
): Forward[] => [
  ...releases
    .filter(({ chart }) => chart.text === 'coredns')
    .flatMap(({ values }) => itemsAt(values, 'servers').flatMap(forwardsOfServer)),
  ...resources
    .ofKind('ConfigMap')
    .flatMap(({ value }) => entriesAt(value, 'data'))
    .flatMap(({ key, value }) => (COREFILE.test(key.text) ? forwardsOfText(value) : [])),
];

/** Keys of a Corefile, and of the parts that distributions let people add to theirs. */
const COREFILE = /^Corefile$|\.(?:server|override|conf)$/i;

function forwardsOfServer(server: LocatedValue): Forward[] {
  const zones = itemsAt(server, 'zones').flatMap(item => textAt(item, 'zone') ?? []);
  return itemsAt(server, 'plugins').flatMap(plugin => {
    const parameters = getString(plugin, 'parameters');
    return textAt(plugin, 'name') === 'forward' && parameters
      ? forward(zones, parameters.text, placeOf(parameters))
      : [];
  });
}

/** Server blocks begin a line with their zones, and end with the brace that closes them. */
function forwardsOfText(text: LocatedValue): Forward[] {
  if (text.kind !== 'scalar') return [];
  let zones: string[] = [];
  let depth = 0;
  return text.text.split('\n').flatMap(line => {
    const words = line.replace(/#.*/, '').trim().split(/\s+/).filter(Boolean);
    const isBlock = words.at(-1) === '{';
    if (depth === 0 && isBlock) zones = words.slice(0, -1);
    depth += (isBlock ? 1 : 0) - (words[0] === '}' ? 1 : 0);
    const [name, ...parameters] = isBlock ? words.slice(0, -1) : words;
    return name === 'forward' && parameters.length > 1
      ? forward(zones, parameters.join(' '), placeOf(text))
      : [];
  });
}

function forward(block: readonly string[], parameters: string, at: Place): Forward[] {
  const [from, ...to] = parameters.split(/\s+/);
  if (from === undefined || to.length === 0) return [];
  return [{ zones: (from === '.' ? block : [from]).map(zoneOf), to: to.map(serverOf), at }];
}

/** `dns://example.com.:53` is the zone `example.com`. */
const zoneOf = (text: string): string => serverOf(text).replace(/\.$/, '').toLowerCase();

/** Addresses of IPv6 with a port stand in brackets. */
const serverOf = (text: string): string =>
  text
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^\[(.+)\](?::\d+)?$/, '$1')
    .replace(/^([^:]*):\d+$/, '$1');
