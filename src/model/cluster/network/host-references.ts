import type { Place } from '../../../source/text.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { booleanAt, textAt } from '../../../yaml/access.ts';
import { type LocatedScalar, type LocatedValue, placeOf } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import type { ClusterResource } from '../objects/owned.ts';
import { serviceOfHost } from './services.ts';

/** A Service that a text calls by its full name in the cluster's DNS. */
export interface HostReference {
  readonly namespace: string;
  readonly name: string;
  readonly nameAt: Place;
  readonly port: string | undefined;
  readonly portAt: Place;
}

/**
 * `name.namespace.svc.cluster.local:port`; what stands before it may be one pod of a StatefulSet, or make it the
 * default of a shell's variable (`${HOST:-name.namespace.svc}`).
 */
const HOST =
  /(?:(?<![\w.*${}-])|(?<=:-))(?:[a-z0-9][a-z0-9-]*\.)*?(?<host>(?<name>[a-z0-9][a-z0-9-]*)\.(?<namespace>[a-z0-9][a-z0-9-]*)\.svc(?:\.cluster\.local)?)(?![\w.-])(?::(?<port>\d{1,5})(?!\d))?/g;

/** Kinds that name hosts without calling them, or only to describe a field. */
const SILENT: ReadonlySet<string> = new Set([
  'APIService',
  'Certificate',
  'CustomResourceDefinition',
  'MutatingWebhookConfiguration',
  'NetworkPolicy',
  'Secret',
  'ValidatingWebhookConfiguration',
]);

/** A host of a URL, whatever its domain. */
export interface UrlHost {
  readonly host: string;
  readonly at: Place;
}

/**
 * A scheme behind which no host stands: a bucket (`s3://bucket/path`, Longhorn's `s3://bucket@region/path`), an image,
 * an item of a vault, a file.
 */
const SCHEME_WITHOUT_HOST =
  /^(?:s3|s3a|s3n|gs|gcs|b2|azblob|swift|docker|docker-daemon|op|vault|secrets?|ref|file):/;

/** The host behind a scheme, and behind who logs in there. */
const URL_HOST =
  /\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@"']+@)?(?<host>(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,})(?![\w.-])/g;

/** The hosts that the values of a release call; sections that are off are left out. */
export const hostsOfRelease = ({ values }: HelmRelease): HostReference[] =>
  scalarsOf(values).flatMap(hostsOfText);

/** The hosts that an object calls; what its chart makes up is left to the chart. */
export const hostsOfObject = (resource: ClusterResource): HostReference[] =>
  scalarsOfObject(resource).flatMap(hostsOfText);

/** The hosts of all URLs in the values of a release. */
export const urlHostsOfRelease = ({ values }: HelmRelease): UrlHost[] =>
  scalarsOf(values).flatMap(urlHostsOfText);

/** The hosts of all URLs in an object. */
export const urlHostsOfObject = (resource: ClusterResource): UrlHost[] =>
  scalarsOfObject(resource).flatMap(urlHostsOfText);

const scalarsOfObject = ({ kind, value, release }: ClusterResource): LocatedScalar[] =>
  release !== undefined || SILENT.has(kind) ? [] : scalarsOf(value);

/** Variables that say by which names a program may be called: it calls none of them. */
const ALLOWED = /(?:ALLOWED_?(?:HOSTS?|ORIGINS?)|TRUSTED_?(?:HOSTS?|ORIGINS?|DOMAINS?))$/i;

/** What may call a host; sections that are off are left out. */
function scalarsOf(value: LocatedValue): LocatedScalar[] {
  if (value.kind === 'scalar') return [value];
  if (value.kind === 'sequence') return value.items.flatMap(scalarsOf);
  if (booleanAt(value, 'enabled') === false) return [];
  if (ALLOWED.test(textAt(value, 'name') ?? '')) return [];
  return [...value.entries].flatMap(([key, entry]) =>
    // Names that a certificate is made for, also by a CSI driver.
    ALLOWED.test(key) ||
    /^(?:dnsNames|sans?|alt_?names|common_?name|volumeAttributes|annotations|labels|description)$/i.test(
      key,
    )
      ? []
      : scalarsOf(entry.value),
  );
}

function urlHostsOfText(scalar: LocatedScalar): UrlHost[] {
  if (typeof scalar.value !== 'string' || !scalar.text.includes('://')) return [];
  return [...scalar.text.matchAll(URL_HOST)].flatMap(match =>
    placesOf(scalar, match).map(({ nameAt }) => ({ host: match.groups?.host ?? '', at: nameAt })),
  );
}

function hostsOfText(scalar: LocatedScalar): HostReference[] {
  if (typeof scalar.value !== 'string' || !scalar.text.includes('.svc')) return [];
  return [...scalar.text.matchAll(HOST)].flatMap(match => {
    const { host = '', name = '', namespace = '', port } = match.groups ?? {};
    if (!serviceOfHost(host)) return [];
    // The subject of a certificate.
    if (/\bCN=$/i.test(scalar.text.slice(0, match.index))) return [];
    return placesOf(scalar, match).map(places => ({ namespace, name, port, ...places }));
  });
}

/** `name.namespace.cluster.local`: names of Services and pods have `svc` or `pod` before the domain. */
const WITHOUT_KIND =
  /(?<![\w.*${}-])(?<host>(?<name>[a-z0-9][a-z0-9-]*)\.(?<namespace>(?!svc\.|pod\.)[a-z0-9][a-z0-9-]*)\.cluster\.local)(?![\w.-])(?::(?<port>\d{1,5})(?!\d))?/g;

/** Names in the domain of the cluster that its DNS has none of: the `svc` is missing. */
export const hostsWithoutKind = (
  objects: readonly ClusterResource[],
  releases: readonly HelmRelease[],
): HostReference[] =>
  [...objects.flatMap(scalarsOfObject), ...releases.flatMap(({ values }) => scalarsOf(values))]
    .filter(({ text, value }) => typeof value === 'string' && text.includes('.cluster.local'))
    .flatMap(scalar =>
      [...scalar.text.matchAll(WITHOUT_KIND)].flatMap(match => {
        const { name = '', namespace = '', port } = match.groups ?? {};
        return placesOf(scalar, match).map(places => ({ namespace, name, port, ...places }));
      }),
    );

/**
 * Where the host and the port of a match stand; none for comments inside, for what is filled in, and for an address that
 * names no host.
 */
export function placesOf(
  scalar: LocatedScalar,
  match: RegExpMatchArray,
): readonly Pick<HostReference, 'nameAt' | 'portAt'>[] {
  const { file, start, end, alias, made } = scalar.origin;
  if (made || SCHEME_WITHOUT_HOST.test(match[0])) return [];
  const { host = '', port } = match.groups ?? {};
  const index = match.index ?? 0;
  const line = scalar.text.slice(scalar.text.lastIndexOf('\n', index) + 1, index);
  if (/^\s*(?:#|\/\/|;|--)|\s#/.test(line) || isPlaceholder(host)) return [];
  const source = file.text.slice(start, end);
  const hostFrom = index + match[0].indexOf(host);
  const before = scalar.text.slice(0, hostFrom).split(host).length - 1;
  const at = nthIndexOf(source, host, before);
  const whole = alias ?? placeOf(scalar);
  const found = at >= 0 && !alias;
  const from = start + at;
  const portFrom = from + host.length + 1;
  const hasPort = found && port !== undefined && file.text.startsWith(`:${port}`, portFrom - 1);
  return [
    {
      nameAt: found ? { file, start: from, end: from + host.length } : whole,
      portAt: hasPort ? { file, start: portFrom, end: portFrom + (port ?? '').length } : whole,
    },
  ];
}

/** Where a text has its nth occurrence of a word, from zero; -1 where there are fewer. */
function nthIndexOf(text: string, word: string, nth: number): number {
  let at = text.indexOf(word);
  for (let i = 0; i < nth && at >= 0; i++) at = text.indexOf(word, at + word.length);
  return at;
}
