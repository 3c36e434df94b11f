import { isPlaceholder, isSecretReference } from '../../../text/placeholder.ts';

/**
 * Whether the text at a key is something that only its reader may know. Going by both, because a Secret
 * also holds what its reader merely wants there: configuration, names, addresses, public halves of keys.
 *
 * - A key that is called a credential (`password`, `API_KEY`) makes any filled-in value of it one.
 * - A text of several lines or of JSON is read line by line the same way: it holds a credential where a key
 *   in it is called one and has a value.
 * - Whatever the key: private keys, hashed passwords, logins in URLs, tokens of known services, random words.
 */
export function isCredential(key: string, text: string): boolean {
  const value = withoutPublic(text).trim();
  if (!isFilledIn(value) || standsFor(key, value)) return false;
  if (givesItselfAway(value)) return true;
  if (isStructured(value)) return pairsIn(value).some(([name, word]) => isSecretPair(name, word));
  if (isNamedCredential(key)) return true;
  return !IDENTIFIER.test(key) && (RANDOM_WORD.test(value) || PASSWORD_LIKE.test(value));
}

/** Named for what tells one of many from the others, which is random and no secret: `controller-0-id`. */
const IDENTIFIER = /(?:^|[-_.])(?:uu)?id$|[a-z]I[dD]$/;

/** What a key is called that holds a credential. The words stand between separators or humps. */
const CREDENTIAL =
  /pass(?:word|wd|phrase)?s?(?:$|[^a-z])|pwd|secret|token|credential|api[-_]?key|access[-_]?key|private[-_ ]?key|encryption[-_]?key|signing[-_]?key|(?:^|[^a-z])(?:auth$|(?:psk|key|salt|dsn|cookie)(?:$|[^a-z]))|bearer|webhook[-_]?url|slack_api_url/i;

/** Named like a credential, but only says where, whose or of what kind one is, or that none is asked for (sudoers). */
const ABOUT_CREDENTIAL =
  /(?:secret|token|password|key|credentials?)[-_]?(?:name|ref|file|path|url|uri|type|key|id|env|lifetime|ttl|expir\w*|length|endpoint)s?$|^access[-_]?key(?:[-_]?id)?$|^(?:public|foreign|primary|sort|group|partition)|(?:file|path|type|name|mode|enabled?|method|algorithm)$|groups?$|^nopasswd$/i;

/**
 * Whether a value only says in words what is to stand there, as its key does: `openai-api-key` at `OPENAI_API_KEY`,
 * `masterkey` at `APP_MASTER_KEY`. A single word such as `password` is a bad password.
 */
export function standsFor(key: string, value: string): boolean {
  if (!/^[a-z]+(?:[-_ ][a-z]+)*$/.test(value) || !/.(?:key|token|secret|password)$/.test(value))
    return false;
  const words = key
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .split(/[^a-z]+/);
  return (
    words.join('').includes(value.replaceAll(/[^a-z]/g, '')) ||
    value.split(/[-_ ]/).every(word => words.includes(word))
  );
}

function isSecretPair(name: string, word: string): boolean {
  if (!isFilledIn(word)) return false;
  return isNamedCredential(name) || RANDOM_WORD.test(word);
}

const isNamedCredential = (key: string): boolean =>
  CREDENTIAL.test(key) && !ABOUT_CREDENTIAL.test(key);

/** Certificates and public keys: for everybody to have. */
const withoutPublic = (text: string): string =>
  text
    .replace(
      /-----BEGIN (?:CERTIFICATE|PUBLIC KEY|[A-Z]+ PUBLIC KEY)-----[^-]*-----END [A-Z ]+-----/g,
      '',
    )
    .replace(/-----BEGIN CERTIFICATE-----/g, '')
    .replace(/\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-\S+|sk-\S+@openssh\.com) [A-Za-z0-9+/=]+.*/g, '');

/** Whether a text gives itself away, whatever it is called and wherever it stands. */
export const isTelltale = (text: string): boolean =>
  givesItselfAway(text) || RANDOM_WORD.test(text.trim());

const givesItselfAway = (text: string): boolean => TELLTALE.some(pattern => pattern.test(text));

/** Whatever the key is called, these are what only one party should have. */
const TELLTALE: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\n|[^A-Za-z0-9])*(?:(?:Proc-Type|DEK-Info)[^\n]*\s+)*[\w+/]{20}/,
  // A login in a URL; `user:password@` is how one is written down.
  /:\/\/(?!user(?:name)?:pass(?:word)?@)[^\s/@:"'<>{}$]+:[^\s/@"'<>{}$]+@/,
  // Hashed passwords: htpasswd, crypt, bcrypt, argon2.
  /\$(?:apr1|[1256]|2[aby]|argon2\w*)\$/,
  /\{SHA\}/,
  // Tokens that tell whose they are: https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
  /\b(?:gh[pousr]_\w{10,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z0-9]{16}|AIza[\w-]{30,}|sk-(?:ant-|proj-)?[\w-]{20,}|dckr_pat_[\w-]{20,}|hvs\.[\w-]{20,}|tskey-[\w-]{10,}|AGE-SECRET-KEY-\w+)/,
  // JSON Web Tokens.
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/,
];

/** A whole value of letters and digits without a word in it: a key, a hash. */
const RANDOM_WORD = /^(?=.*\d.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/-]{20,}={0,2}$|^(?!0+$)[0-9a-f]{32,}$/;

/** One word that mixes letters with digits as a password does; names in manifests have separators. */
const PASSWORD_LIKE = /^(?=.*[a-z])(?=.*\d)[a-zA-Z0-9!#%&*?^~]{8,}$/;

/** Several lines or JSON; two braces are a template's. */
const isStructured = (text: string): boolean =>
  text.includes('\n') || /^(?:\[|\{(?!\{))/.test(text);

/**
 * The pairs that a text of YAML, JSON, TOML, INI or a shell environment seems to hold; comments left out.
 * Not parsed: a Secret may hold anything, a text in a template's dialect included.
 */
function pairsIn(text: string): [name: string, word: string][] {
  return text
    .split('\n')
    .filter(line => !/^\s*(?:#|\/\/|--|;)/.test(line))
    .flatMap(line =>
      [
        ...line.matchAll(
          /["']?([A-Za-z][\w.-]*)["']?[ \t]*[:=][ \t]*("[^"\n]*"|'[^'\n]*'|[^\s,}\]]+)/g,
        ),
      ].map(([, name = '', word = '']): [string, string] => [
        name,
        word.replace(/^["']|["']$/g, ''),
      ]),
    );
}

/** Words that stand for a value to be filled in, and references that something else resolves. */
const NO_VALUE =
  /^(?:|[|>][+-]?|null|true|false|yes|no|\**|x+|\d{1,2}|<[^<>]*>(?:[,:]<[^<>]*>)*|(?:update|insert|enter)[-_].*|\[[^[\]]*\]|\{\}?|\[\]?|(?:change|replace|fill|set)[-_ ]?(?:me|this|it|in|with).*|to-?do|place[-_ ]?holder(?:[-_ ].*)?|(?:dummy|fake|bogus|example)(?:[-_ ].*)?|foo|bar|foobar|test|demo[-_ ]?key|redacted|replaced|removed|none|your[-_ ].*|my[-_ ](?:secret|pass(?:word)?|token|(?:api[-_ ])?key)|(?:secret|token|api[-_ ]?(?:key|token))|.*[-_ ](?:goes[-_ ])?here|\/[\w./-]+|\$[A-Za-z_][\w.-]*(?::[\w./-]+)?|\$__?\w+\{.*)$/i;

export const isFilledIn = (text: string): boolean =>
  !NO_VALUE.test(text.trim()) &&
  !isSecretReference(text) &&
  !/^ENC\[|ENC\[AES256_GCM/.test(text) &&
  (isStructured(text) || !isPlaceholder(text));
