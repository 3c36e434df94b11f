import {
  contains,
  type IpAddress,
  type IpRange,
  parseAddress,
  parseRange,
} from '../net/addresses.ts';
import { type Add, fail, is } from './add.ts';

export class Ip {
  readonly address: IpAddress;
  constructor(address: IpAddress) {
    this.address = address;
  }
}

export class Cidr {
  readonly range: IpRange;
  readonly text: string;
  constructor(range: IpRange, text: string) {
    this.range = range;
    this.text = text;
  }
}

export class Url {
  readonly url: URL;
  readonly text: string;
  constructor(url: URL, text: string) {
    this.url = url;
    this.text = text;
  }
}

const ipOf = (text: string): Ip =>
  new Ip(parseAddress(text) ?? fail(`"${text}" is not an IP address`));

function cidrOf(text: string): Cidr {
  const range = text.includes('/') ? parseRange(text) : undefined;
  return new Cidr(range ?? fail(`"${text}" is not a CIDR`), text);
}

/** What Go's url.ParseRequestURI takes: an absolute URL, or an absolute path. */
function urlOf(text: string): Url {
  const isAbsolute = /^[A-Za-z][\w+.-]*:\/\//.test(text) || text.startsWith('/');
  try {
    if (!isAbsolute || /\s/.test(text)) throw new Error('not absolute');
    // Go takes one without a host, which a browser's reader does not for the schemes that it knows.
    const isWithoutHost = /^[^:/]+:\/\/(?:\/|$)/.test(text);
    return new Url(
      new URL(isWithoutHost ? text.replace(/^[^:]+/, 'none') : text, 'none://none'),
      text,
    );
  } catch {
    return fail(`"${text}" is not a URL`);
  }
}

/** Addresses, networks and URLs, as the API server has them. */
export function addNetworks(add: Add): void {
  add('isIP(string): bool', is(ipOf));
  add('ip(string): net.IP', ipOf);
  add('net.IP.family(): int', ({ address }: Ip) => BigInt(address.family));
  add('net.IP.isLoopback(): bool', ({ address }: Ip) =>
    inside(address, address.family === 4 ? '127.0.0.0/8' : '::1/128'),
  );
  add('net.IP.isUnspecified(): bool', ({ address }: Ip) => address.value === 0n);
  add('isCIDR(string): bool', is(cidrOf));
  add('cidr(string): net.CIDR', cidrOf);
  const holds = ({ range }: Cidr, { address }: Ip) => contains(range, address);
  add('net.CIDR.containsIP(net.IP): bool', holds);
  add('net.CIDR.containsIP(string): bool', (own: Cidr, text: string) => holds(own, ipOf(text)));
  const covers = ({ range: own }: Cidr, { range }: Cidr) =>
    own.family === range.family && own.first <= range.first && range.last <= own.last;
  add('net.CIDR.containsCIDR(net.CIDR): bool', covers);
  add('net.CIDR.containsCIDR(string): bool', (own: Cidr, text: string) =>
    covers(own, cidrOf(text)),
  );
  add('net.CIDR.prefixLength(): int', ({ text }: Cidr) => BigInt(text.split('/')[1] ?? '0'));
  add('isURL(string): bool', is(urlOf));
  add('url(string): kubernetes.URL', urlOf);
  const absolute = ({ text }: Url) => !text.startsWith('/');
  add('kubernetes.URL.getScheme(): string', (own: Url) =>
    absolute(own) ? (own.text.split(':')[0] ?? '').toLowerCase() : '',
  );
  add('kubernetes.URL.getHost(): string', (own: Url) => (absolute(own) ? own.url.host : ''));
  add('kubernetes.URL.getHostname(): string', (own: Url) =>
    absolute(own) ? own.url.hostname.replace(/^\[|\]$/g, '') : '',
  );
  add('kubernetes.URL.getPort(): string', (own: Url) => (absolute(own) ? own.url.port : ''));
  add('kubernetes.URL.getEscapedPath(): string', ({ url }: Url) => url.pathname);
}

const inside = (address: IpAddress, range: string): boolean => {
  const read = parseRange(range);
  return read !== undefined && contains(read, address);
};
