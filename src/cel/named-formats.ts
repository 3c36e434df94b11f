import type { Environment } from '@marcbachmann/cel-js';
import { type Add, fail } from './add.ts';
import { library } from './library.ts';

/** A format that Kubernetes names. */
class NamedFormat {
  readonly flawOf: (text: string) => string | undefined;
  constructor(flawOf: (text: string) => string | undefined) {
    this.flawOf = flawOf;
  }
}

class Formats {}

const pattern =
  (form: RegExp, most: number, what: string) =>
  (text: string): string | undefined =>
    text.length > most
      ? `must be no more than ${most} bytes`
      : form.test(text)
        ? undefined
        : `must be ${what}`;

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const label = pattern(new RegExp(`^${LABEL}$`), 63, 'a lowercase RFC 1123 label');
const subdomain = pattern(
  new RegExp(`^${LABEL}(?:\\.${LABEL})*$`),
  253,
  'a lowercase RFC 1123 subdomain',
);
const label1035 = pattern(/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/, 63, 'a DNS-1035 label');
const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** A name that something is appended to may end with a hyphen. */
const prefix = (flawOf: (text: string) => string | undefined) => (text: string) =>
  flawOf(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -1)}a` : text);

function qualifiedName(text: string): string | undefined {
  const parts = text.split('/');
  const name = parts.pop() ?? '';
  if (parts.length > 1) return 'must be a name with an optional prefix';
  const [domain] = parts;
  if (domain !== undefined && (domain === '' || subdomain(domain)))
    return 'must have a domain before the slash';
  return pattern(NAME, 63, 'letters, digits, hyphens, underscores and dots')(name);
}

/**
 * The formats that `format.NAME()` gives.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library
 */
const FORMATS: Readonly<Record<string, (text: string) => string | undefined>> = {
  dns1123Label: label,
  dns1123Subdomain: subdomain,
  dns1035Label: label1035,
  dns1123LabelPrefix: prefix(label),
  dns1123SubdomainPrefix: prefix(subdomain),
  dns1035LabelPrefix: prefix(label1035),
  qualifiedName,
  labelValue: text => (text === '' ? undefined : pattern(NAME, 63, 'a valid label value')(text)),
  uuid: pattern(
    /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i,
    36,
    'a UUID',
  ),
  date: text => (isDate(text) ? undefined : 'must be a date'),
};

const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** Adds the named formats; those of URIs, bytes and times are not taken, since nothing here reads them as Go does. */
export function addNamedFormats(environment: Environment, add: Add): void {
  environment
    .registerType('kubernetes.NamedFormat', NamedFormat)
    .registerType('pitower.Formats', Formats)
    .registerConstant('format', 'pitower.Formats', new Formats());
  const { Optional } = library();
  const made = new Map(
    Object.entries(FORMATS).map(([name, flawOf]) => [name, new NamedFormat(flawOf)]),
  );
  for (const [name, format] of made)
    add(`pitower.Formats.${name}(): kubernetes.NamedFormat`, () => format);
  add(
    'pitower.Formats.named(string): optional<kubernetes.NamedFormat>',
    (_: Formats, name: string) =>
      made.has(name)
        ? Optional.of(made.get(name))
        : UNREAD.has(name)
          ? fail(`${name} is not read here`)
          : Optional.none(),
  );
  add(
    'kubernetes.NamedFormat.validate(string): optional<list<string>>',
    ({ flawOf }: NamedFormat, text: string) => {
      const flaw = flawOf(text);
      return flaw === undefined ? Optional.none() : Optional.of([flaw]);
    },
  );
}

const UNREAD: ReadonlySet<string> = new Set(['uri', 'byte', 'datetime']);
