import { textOf } from '../../../source/text.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { entriesAt, getMap, textAt } from '../../../yaml/access.ts';
import type { LocatedEntry, LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import type { ClusterFacts } from '../cluster.ts';

/** A Secret whose values anybody can read. */
export interface PlainSecret {
  readonly name: string;
  /** The values in the clear, in order. */
  readonly values: readonly LocatedEntry[];
}

/**
 * Secrets in the clear: those that are deployed, generated and made by charts included, and those that
 * merely lie in the repository. Encrypted ones, templates without values and values that are public by
 * what they are called are none.
 */
export function plainSecrets({ resources, lintedFiles, documents }: SecretFacts): PlainSecret[] {
  const deployed = resources.deployed.flatMap(({ kind, group, value, name }) =>
    kind === 'Secret' && group === '' ? [{ value, name }] : [],
  );
  const written = lintedFiles.flatMap(({ file }) =>
    documents(file.path).flatMap(({ value }) =>
      value?.kind === 'map' &&
      textAt(value, 'kind') === 'Secret' &&
      textAt(value, 'apiVersion') === 'v1'
        ? [{ value, name: textAt(value, 'metadata', 'name') ?? 'without name' }]
        : [],
    ),
  );
  const seen = new Set<string>();
  return [...deployed, ...written].flatMap(({ value, name }) => {
    if (getMap(value, 'sops')) return [];
    const values = secretEntries(value).filter(({ value: { origin } }) => {
      const key = `${origin.file.path}\0${origin.start}`;
      return seen.size < seen.add(key).size;
    });
    return values.length > 0 ? [{ name, values }] : [];
  });
}

type SecretFacts = Pick<ClusterFacts, 'resources' | 'lintedFiles' | 'documents'>;

/** The values of a Secret that are secret and in the clear. */
function secretEntries(secret: LocatedMap): LocatedEntry[] {
  const isOfArgoCd =
    getMap(secret, 'metadata', 'labels')?.entries.has('argocd.argoproj.io/secret-type') ?? false;
  return [...entriesAt(secret, 'data'), ...entriesAt(secret, 'stringData')].filter(entry => {
    const { key, value } = entry;
    if (value.kind !== 'scalar' || value.origin.made === 'default') return false;
    const isEncoded = getMap(secret, 'data')?.entries.get(key.text) === entry;
    const text = isEncoded ? decoded(value.text) : value.text;
    if (isOfArgoCd && key.text === 'config')
      return /"(?:password|bearerToken|keyData)"\s*:\s*"[^"]/.test(text);
    return (
      !PUBLIC_KEYS.has(key.text.toLowerCase()) &&
      isValue(text) &&
      isWritten(value) &&
      !isHarmless(key.text, text)
    );
  });
}

/** What these hold is no secret, or only half of one. */
const PUBLIC_KEYS = new Set([
  'bucket',
  'ca.crt',
  'database',
  'dbname',
  'enableoci',
  'endpoint',
  'forcehttpbasicauth',
  'githubappid',
  'githubappinstallationid',
  'host',
  'hostname',
  'insecure',
  'name',
  'namespace',
  'port',
  'project',
  'region',
  'server',
  'tls.crt',
  'type',
  'url',
  'user',
  'username',
]);

/** What a line calls a credential; a key like this makes any value of it one. */
const CREDENTIAL =
  /pass(?:word|wd|phrase)?\b|secret|token|credential|api[-_]?key|access[-_]?key|private[-_ ]?key|\bauth\b|bearer|\bpsk\b|salt|dsn|webhook/i;

/**
 * Whether a value is no secret by what it is: a public certificate, or configuration that its reader
 * wants in a Secret and that names no credential and holds no long random word.
 */
function isHarmless(key: string, text: string): boolean {
  if (/^\s*-----BEGIN CERTIFICATE-----/.test(text)) return !/-----BEGIN [A-Z ]*PRIVATE/.test(text);
  const isFile = /\.(?:ya?ml|json|toml|ini|conf|cfg|properties|xml|sh)$|^(?:conf|config|values)$/i;
  return isFile.test(key) && !CREDENTIAL.test(text) && !RANDOM.test(text) && !LOGIN.test(text);
}

/** Letters and digits without a word in them: a key, a hash. */
const RANDOM = /(?=[\w+/]*\d)(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])[\w+/]{24,}/;

/** A login in a URL. */
const LOGIN = /:\/\/[^\s/@:]+:[^\s/@]+@/;

/** Base64 as text; what isn't base64 stays as it is. */
const decoded = (text: string): string =>
  /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : text;

/** Words that stand for a value to be filled in, and references that something else resolves. */
const NO_VALUE =
  /^(?:|\**|x+|true|false|null|\d{1,2}|<[^<>]*>(?:[,:]<[^<>]*>)*|(?:update|insert|enter)[-_].*|\[[^[\]]*\]|(?:change|replace|fill|set)[-_ ]?(?:me|this|it|in).*|to-?do|placeholder|dummy|fake|none|your[-_ ].*|(?:op|ref\+\w+|vault|awssm|gcpsm|secret):\/?\/?.*)$/i;

const isValue = (text: string): boolean =>
  !NO_VALUE.test(text.trim()) && !isPlaceholder(text) && !/^ENC\[|ENC\[AES256_GCM/.test(text);

/** What a template makes of other values is not written here. */
const isWritten = ({ origin }: LocatedScalar): boolean => !isPlaceholder(textOf(origin));
