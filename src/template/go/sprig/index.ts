import { unknowableFunction } from '../function.ts';
import type { GoFunction } from '../scope.ts';
import { DICT_FUNCTIONS } from './dicts.ts';
import { LIST_FUNCTIONS } from './lists.ts';
import { MATH_FUNCTIONS } from './math.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { TEXT_FUNCTIONS } from './texts.ts';
import { VALUE_FUNCTIONS } from './values.ts';

/** Functions that exist, but whose result no static check can or should know. */
const UNKNOWABLE: readonly (readonly [why: string, names: string])[] = [
  [
    'depends on the time',
    'ago date date_in_zone date_modify dateInZone dateModify htmlDate htmlDateInZone ' +
      'must_date_modify mustDateModify mustToDate now toDate unixEpoch duration durationRound',
  ],
  [
    'is random',
    'randAlphaNum randAlpha randAscii randNumeric randBytes randInt shuffle uuidv4 bcrypt ' +
      'htpasswd genPrivateKey genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey ' +
      'genSignedCert genSignedCertWithKey encryptAES',
  ],
  ['is not evaluated', 'buildCustomCert decryptAES derivePassword urlJoin'],
];

const unknowables = UNKNOWABLE.flatMap(([why, names]) =>
  names.split(' ').map(name => [name, unknowableFunction(name, why)] as const),
);

/**
 * sprig's generic functions without `env`, `expandenv` and `getHostByName`, which neither Argo CD
 * nor Helm offers in full (https://masterminds.github.io/sprig/).
 */
export const SPRIG: ReadonlyMap<string, GoFunction> = new Map([
  ...unknowables,
  ...STRING_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...DICT_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...VALUE_FUNCTIONS,
  ...TEXT_FUNCTIONS,
]);
