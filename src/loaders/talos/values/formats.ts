import { isIP } from 'node:net';

/** Whether a text is an address as Go's `netip.ParseAddr` reads it: no port, no prefix length. */
export const isAddress = (text: string): boolean => isIP(text) !== 0;

/** Whether a text is an address with a prefix length, as `netip.ParsePrefix` reads it. */
export function isPrefix(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || rest.length > 0) return false;
  return /^(?:0|[1-9]\d{0,2})$/.test(length ?? '') && Number(length) <= (family === 4 ? 32 : 128);
}

/** An address, or a prefix. */
export const isAddressOrPrefix = (text: string): boolean => isAddress(text) || isPrefix(text);

/** An address or a prefix, with one `!` in front to leave it out. */
export const isFilter = (text: string): boolean => isAddressOrPrefix(text.replace(/^!/, ''));

/** An address with a port; IPv6 in brackets. */
export function isAddressWithPort(text: string): boolean {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(text);
  const address = match?.[1] ?? match?.[2] ?? '';
  return isIP(address) === (match?.[1] ? 6 : 4) && isPort(Number(match?.[3]));
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;

/** A host name or address with a port and nothing else. */
export const isHostWithPort = (text: string): boolean => /^(?:\[[^\]]+\]|[^:/\s]+):\d+$/.test(text);

/** First and last port of `80` or `1000-2000`; undefined where it is not a range. */
export function portRange(text: string): readonly [number, number] | undefined {
  const [, low, high = low] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (low === undefined) return undefined;
  const range = [Number(low), Number(high)] as const;
  return range.every(isPort) && range[0] <= range[1] ? range : undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  ...Object.fromEntries(
    ['k', 'm', 'g', 't', 'p', 'e'].flatMap((letter, index) => [
      [letter, 1000 ** (index + 1)],
      [`${letter}b`, 1000 ** (index + 1)],
      [`${letter}i`, 1024 ** (index + 1)],
      [`${letter}ib`, 1024 ** (index + 1)],
    ]),
  ),
};

/**
 * The bytes that a size means; undefined where it is none. A unit in any case, thousands with or
 * without commas.
 *
 * @see https://github.com/dustin/go-humanize/blob/v1.0.1/bytes.go (ParseBytes)
 */
export function bytesOf(text: string): number | undefined {
  const [, number = '', unit = ''] = /^([\d.,]+)\s*([a-z]*)\s*$/i.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(UNITS, unit.toLowerCase()) ? UNITS[unit.toLowerCase()] : undefined;
  const value = Number(number.replaceAll(',', ''));
  return number === '' || factor === undefined || Number.isNaN(value) ? undefined : value * factor;
}

/** A size, or a share of the disk up to all of it; from 1.13 on also what is to be left free. */
export function isSize(text: string, minor: number | undefined): boolean {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (share !== undefined) return Number(share) <= 100;
  const isRest = text.startsWith('-') && (minor === undefined || minor >= 13);
  return bytesOf(isRest ? text.slice(1) : text) !== undefined;
}

/** What `machine.install.diskSelector.size` takes: a size, or a comparison with one. */
export const isSizeMatch = (text: string): boolean =>
  bytesOf(text.replace(/^(?:>=|<=|==|>|<)\s*/, '')) !== undefined;

/** Seconds of a Go duration such as `1m30s`; undefined where it is none. */
export function secondsOf(text: string): number | undefined {
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0;
  const parts = [...rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== rest) return undefined;
  const sum = parts.reduce(
    (all, [, number, unit]) => all + Number(number) * (SECONDS[unit ?? ''] ?? 0),
    0,
  );
  return sign === '-' ? -sum : sum;
}

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const DOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** A label's or annotation's key as Kubernetes has them. */
export function isLabelKey(text: string): boolean {
  const parts = text.split('/');
  const [name = '', domain] = parts.reverse();
  if (parts.length > 2 || name.length > 63 || !NAME.test(name)) return false;
  return domain === undefined || (domain.length <= 253 && DOMAIN.test(domain));
}

export const isLabelValue = (text: string): boolean =>
  text === '' || (text.length <= 63 && NAME.test(text));

const EFFECTS: ReadonlySet<string> = new Set(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);

/** The value of a taint: `value:Effect`, or the effect alone. */
export function isTaint(text: string): boolean {
  const parts = text.split(':');
  const effect = parts.pop() ?? '';
  return EFFECTS.has(effect) && parts.length <= 1 && isLabelValue(parts[0] ?? '');
}

/** Labels of letters, digits, `_` and `-`, as Talos takes them for the domain of the cluster. */
export const isDnsDomain = (text: string): boolean =>
  text.length <= 255 &&
  text.split('.').every(label => /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/.test(label));

/** The parts of a URL with a host; undefined where Go finds none in it. */
export function urlOf(text: string):
  | {
      readonly scheme: string;
      readonly host: string;
      readonly port: number | undefined;
      readonly path: string;
    }
  | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^/:?#]*)(?::(\d*))?([^?#]*)/i.exec(text);
  if (!match?.[2]) return undefined;
  const [, scheme = '', host = '', port, path = ''] = match;
  return { scheme: scheme.toLowerCase(), host, port: port ? Number(port) : undefined, path };
}
