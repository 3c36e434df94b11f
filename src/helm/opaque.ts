import { createPrivateKey, X509Certificate } from 'node:crypto';
import { fn, variadic } from '../template/go/function.ts';
import type { GoFunction } from '../template/go/scope.ts';
import { fail, spendText } from '../template/go/stop.ts';
import { type Source, setWhole } from '../template/go/trace.ts';
import {
  type GoObject,
  type GoValue,
  int,
  isInteger,
  isList,
  isMap,
} from '../template/go/value.ts';
import { isGoDuration } from './go-duration.ts';

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A stand-in of the right length: nothing about it is meant but its shape. */
function characters(length: number, alphabet: string): string {
  let out = '';
  for (let i = 0; i < length; i++) out += alphabet[(i * 7 + 3) % alphabet.length];
  return out;
}

type Make = (args: readonly GoValue[]) => GoValue;

const countOf = (value: GoValue): number => (isInteger(value) ? Number(value.value) : 0);
const text = (value: GoValue): string => (typeof value === 'string' ? value : '');

const random =
  (alphabet: string): Make =>
  ([count]) => {
    const length = countOf(count);
    return characters(Math.max(0, Math.min(length, 1_000_000)), alphabet);
  };

const pem = (what: string): string =>
  `-----BEGIN ${what}-----\n${characters(64, CHARACTERS)}\n-----END ${what}-----\n`;

const certificate = (): GoObject => ({
  go: 'object',
  type: 'sprig.certificate',
  text: '',
  fields: new Map([
    ['Cert', pem('CERTIFICATE')],
    ['Key', pem('RSA PRIVATE KEY')],
  ]),
  isClosed: true,
});

const MOMENT = '2000-01-01 00:00:00 +0000 UTC';

/** The moment of rendering, as far as anything can be said about it. */
const moment = (): GoObject => ({
  go: 'object',
  type: 'time.Time',
  text: MOMENT,
  fields: new Map<string, GoValue>([
    ['Unix', int(946_684_800)],
    ['Year', int(2000)],
    ['String', MOMENT],
  ]),
});

/** Another moment, by a duration that has to be one. */
const shifted = (change: string): GoObject =>
  isGoDuration(change) ? moment() : fail(`time: invalid duration ${JSON.stringify(change)}`);

/** A Go layout filled in for the stand-in moment. */
const dated = (layout: string): string =>
  layout
    .replaceAll('2006', '2000')
    .replaceAll('January', 'January')
    .replace(/15|04|05|03/g, '00')
    .replaceAll('02', '01')
    .replaceAll('MST', 'UTC');

const RANDOM: Readonly<Record<string, Make>> = {
  randAlphaNum: random(CHARACTERS),
  randAlpha: random(CHARACTERS.slice(0, 52)),
  randNumeric: random('0123456789'),
  randAscii: random(CHARACTERS),
  randBytes: ([count]) => Buffer.from(characters(countOf(count), CHARACTERS)).toString('base64'),
  randInt: ([low]) => int(countOf(low)),
  shuffle: ([value]) => text(value),
  uuidv4: () => '00000000-0000-4000-8000-000000000000',
  bcrypt: () => `$2a$10$${characters(53, CHARACTERS)}`,
  htpasswd: ([user]) =>
    text(user).includes(':')
      ? `invalid username: ${text(user)}`
      : `${text(user)}:$2a$10$${characters(53, CHARACTERS)}`,
  derivePassword: () => characters(20, CHARACTERS),
  encryptAES: ([, plain]) =>
    Buffer.from(`${characters(16, CHARACTERS)}${text(plain)}`).toString('base64'),
  decryptAES: () => '',
  genPrivateKey: () => pem('RSA PRIVATE KEY'),
  genCA: certificate,
  genCAWithKey: certificate,
  genSelfSignedCert: certificate,
  genSelfSignedCertWithKey: certificate,
  genSignedCert: certificate,
  genSignedCertWithKey: certificate,
};

const TIMES: Readonly<Record<string, Make>> = {
  now: moment,
  toDate: moment,
  mustToDate: moment,
  dateModify: moment,
  date_modify: moment,
  mustDateModify: ([change]) => shifted(text(change)),
  must_date_modify: ([change]) => shifted(text(change)),
  ago: () => '0s',
  unixEpoch: () => '946684800',
  date: ([layout]) => dated(text(layout)),
  date_in_zone: ([layout]) => dated(text(layout)),
  dateInZone: ([layout]) => dated(text(layout)),
  htmlDate: () => '2000-01-01',
  htmlDateInZone: () => '2000-01-01',
  durationRound: ([value]) => text(value) || '0s',
};

/** A function whose result differs each time: a stand-in, marked as saying nothing. */
function opaque(make: Make, why: string): GoFunction {
  const source: Source = { kind: 'opaque', why };
  return variadic([], 'any', (_, args, budget, scope) => {
    const value = make(args);
    if (typeof value === 'string') spendText(budget, value.length);
    if (isMap(value) || isList(value) || typeof value === 'object') setWhole(value ?? {}, source);
    scope.trace = source;
    return value;
  });
}

const entries = (table: Readonly<Record<string, Make>>, why: string) =>
  Object.entries(table).map(([name, make]) => [name, opaque(make, why)] as const);

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '0s';
  const whole = Math.trunc(seconds);
  const [h, m, s] = [Math.trunc(whole / 3600), Math.trunc(whole / 60) % 60, whole % 60];
  return `${h > 0 ? `${h}h` : ''}${h > 0 || m > 0 ? `${m}m` : ''}${s}s`;
}

/** sprig's random and time functions, whose results a template's text can't foretell. */
export const OPAQUE_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  ...entries(RANDOM, 'it is random'),
  ...entries(TIMES, 'it depends on the time'),
  [
    'duration',
    variadic(['any'], 'any', ([value]) =>
      duration(
        typeof value === 'string'
          ? Number(value) || 0
          : isInteger(value) && value.type === 'int64'
            ? Number(value.value)
            : 0,
      ),
    ),
  ],
  ['buildCustomCert', fn(['string', 'string'], ([cert, key]) => customCertificate(cert, key))],
];

/** A certificate that was given, which has to be one; our own stand-ins are taken for what they stand for. */
function customCertificate(encodedCert: string, encodedKey: string): GoObject {
  const cert = decoded(encodedCert, 'certificate');
  const key = decoded(encodedKey, 'private key');
  if (!isStandIn(cert)) {
    if (!cert.includes('-----BEGIN ')) fail('unable to decode certificate');
    parsed('certificate', () => new X509Certificate(cert));
  }
  if (!isStandIn(key)) parsed('private key', () => createPrivateKey(key));
  return {
    ...certificate(),
    fields: new Map([
      ['Cert', cert],
      ['Key', key],
    ]),
  };
}

const isStandIn = (text: string): boolean => text.includes(characters(64, CHARACTERS));

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function decoded(encoded: string, what: string): string {
  const text = encoded.replace(/[\r\n]/g, '');
  if (!BASE64.test(text)) fail(`unable to decode base64 ${what}`);
  return Buffer.from(text, 'base64').toString();
}

function parsed(what: string, parse: () => unknown): void {
  try {
    parse();
  } catch {
    fail(`error parsing ${what}`);
  }
}
