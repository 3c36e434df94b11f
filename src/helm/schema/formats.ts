/** Whether a text is of a format; undefined where that is not judged here. */
export type FormatCheck = (text: string) => boolean | undefined;

const BYTE = /^(?:0|[1-9]\d{0,2})$/;

const isIpv4 = (text: string): boolean => {
  const groups = text.split('.');
  return groups.length === 4 && groups.every(group => BYTE.test(group) && Number(group) <= 255);
};

function isIpv6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(text)) return false;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (tail.includes('.') && !isIpv4(tail)) return false;
  const whole = tail.includes('.') ? `${text.slice(0, -tail.length)}0:0` : text;
  const halves = whole.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')));
  if (!groups.every(group => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

function isHostname(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  return name.length <= 253 && name.split('.').every(label => LABEL.test(label));
}

function isEmail(text: string): boolean | undefined {
  const at = text.lastIndexOf('@');
  if (at < 0 || text.length > 254) return false;
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  // Quoted names and addresses in brackets: nobody's.
  if (local.startsWith('"') || domain.startsWith('[')) return undefined;
  if (local.length > 64 || !/^[\w.!#$%&'*+/=?^`{|}~-]*$/.test(local)) return false;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  return isHostname(domain);
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (day === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isTime(text: string): boolean | undefined {
  const [, hour, minute, second] =
    /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  if (second === undefined || Number(hour) > 23 || Number(minute) > 59) return false;
  // A leap second is one only at midnight in Greenwich.
  return Number(second) < 60 || (Number(second) === 60 ? undefined : false);
}

const isDateTime = (text: string): boolean | undefined =>
  /^.{10}[Tt]/.test(text) && isDate(text.slice(0, 10)) ? isTime(text.slice(11)) : false;

/** Characters that may stand in a URI as they are; others may be taken or refused. */
const PLAIN_URI = /^(?:[\w.~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

const isUri = (text: string): boolean | undefined =>
  /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) ? isPlain(text) : false;

const isPlain = (text: string): true | undefined =>
  PLAIN_URI.test(text) && !/:\/\/[^/]*:\D/.test(text) && !text.startsWith(':') ? true : undefined;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The formats that are asserted by drafts before 2019-09; names that are not here say nothing.
 * https://github.com/santhosh-tekuri/jsonschema/blob/v6.0.2/format.go
 */
export const FORMATS: ReadonlyMap<string, FormatCheck> = new Map<string, FormatCheck>([
  ['ipv4', isIpv4],
  ['ipv6', isIpv6],
  ['hostname', isHostname],
  ['email', isEmail],
  ['date', isDate],
  ['time', isTime],
  ['date-time', isDateTime],
  ['uri', isUri],
  ['iri', isUri],
  ['uri-reference', isPlain],
  ['iri-reference', isPlain],
  ['uuid', text => UUID.test(text)],
  ['json-pointer', text => text === '' || /^(?:\/(?:[^~/]|~[01])*)*$/.test(text)],
  ['duration', () => undefined],
  ['period', () => undefined],
  ['semver', () => undefined],
  ['uri-template', () => undefined],
  ['relative-json-pointer', () => undefined],
]);
