import { isIPv4, isIPv6 } from 'node:net';
import { Address4, Address6 } from 'ip-address';

export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
  /** Canonical form. */
  readonly text: string;
}

/** Addresses from first to last, both included. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** As it was written. */
  readonly text: string;
}

/**
 * One address, read as strictly as Go's netip.ParseAddr does it for Cilium: no prefix length, no
 * port, no leading zeros (https://pkg.go.dev/net/netip#ParseAddr).
 */
export function parseAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return { family: 4, value: new Address4(text).bigInt(), text };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const address = new Address6(text);
  return { family: 6, value: address.bigInt(), text: address.correctForm() };
}

/** An address by its number, in its canonical form. */
export const addressText = (family: 4 | 6, value: bigint): string =>
  (family === 4 ? Address4.fromBigInt(value) : Address6.fromBigInt(value)).correctForm();

/** The address alone, of one with or without its prefix length: `192.0.2.1` of `192.0.2.1/24`. */
export const withoutPrefixLength = (text: string): string => text.split('/', 1).join();

/** Whether an address means something on one machine or one link alone: loopback and link-local ones. */
export function isOfOneLink(text: string): boolean {
  if (isIPv4(text)) {
    const address = new Address4(text);
    return LINK_RANGES.some(range => address.isInSubnet(range));
  }
  if (!isIPv6(text)) return false;
  const address = new Address6(text);
  return address.isLoopback() || address.isLinkLocal();
}

const LINK_RANGES = [new Address4('127.0.0.0/8'), new Address4('169.254.0.0/16')];

/**
 * A range as `first-last`, CIDR (host bits are masked away) or a single address. Of an IPv4 `last`
 * its final number is enough: `192.0.2.10-20`. A range whose end comes first is returned as such.
 */
export function parseRange(text: string): IpRange | undefined {
  if (text.includes('/')) return parseCidr(text);
  const [first, last, ...rest] = endsOf(text);
  return rest.length > 0 || first === undefined || last === undefined
    ? undefined
    : rangeOf(first, last, text);
}

/** The range with its ends exchanged, in full: `192.0.2.10-192.0.2.20` of `192.0.2.20-10`. */
export const reversed = (text: string): string => [...endsOf(text)].reverse().join('-');

/** What a range is written from and to, shorthand spelt out. */
function endsOf(text: string): readonly string[] {
  const [first = '', last = first, ...rest] = text.split('-').map(part => part.trim());
  const isShort = isIPv4(first) && /^\d{1,3}$/.test(last);
  return [first, isShort ? first.replace(/\d+$/, last) : last, ...rest];
}

/** The range from one address to another; undefined when they are no addresses of one family. */
export function rangeOf(
  first: string,
  last: string,
  text = `${first}-${last}`,
): IpRange | undefined {
  const from = parseAddress(first);
  const to = parseAddress(last);
  if (!from || !to || from.family !== to.family) return undefined;
  return { family: from.family, first: from.value, last: to.value, text };
}

function parseCidr(text: string): IpRange | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const parsed = parseAddress(address);
  const bits = parsed?.family === 4 ? 32 : 128;
  if (!parsed || rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > bits)
    return undefined;
  const network = parsed.family === 4 ? new Address4(text) : new Address6(text);
  return {
    family: parsed.family,
    first: network.startAddress().bigInt(),
    last: network.endAddress().bigInt(),
    text,
  };
}

export const contains = (range: IpRange, address: IpAddress): boolean =>
  range.family === address.family && range.first <= address.value && address.value <= range.last;

/** Whether two ranges share an address. */
export const overlap = (a: IpRange, b: IpRange): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;
