import { isSaidUnused } from '../../../source/comments.ts';
import { isSample } from '../../../source/put-away.ts';
import { textOf } from '../../../source/text.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import {
  entriesAt,
  get,
  getEntry,
  getMap,
  getScalar,
  itemsAt,
  textAt,
} from '../../../yaml/access.ts';
import type {
  LocatedEntry,
  LocatedMap,
  LocatedScalar,
  LocatedValue,
} from '../../../yaml/located.ts';
import type { ClusterFacts } from '../objects/facts.ts';
import { isCredential, isFilledIn, isTelltale, standsFor } from './credentials.ts';
import { webhooksIn } from './webhooks.ts';

/** A Secret, a kubeconfig or the address of a webhook whose values anybody can read. */
export interface PlainSecret {
  readonly kind: 'Secret' | 'kubeconfig' | 'webhook';
  /** The Secret's, that of the kubeconfig's user, or of whom the webhook is. */
  readonly name: string;
  /** The values in the clear, in order. */
  readonly values: readonly LocatedEntry[];
}

/**
 * Secrets in the clear: those that are deployed, generated and made by charts included, and those that
 * merely lie in the repository. Encrypted ones, templates without values and values that are public by
 * what they are called are none.
 */
export function plainSecrets({
  resources,
  lintedFiles,
  documents,
  applications,
  standalone,
}: SecretFacts): PlainSecret[] {
  const deployed = resources.deployed.flatMap(({ kind, group, value, name }) =>
    kind === 'Secret' && group === '' ? [{ value, name }] : [],
  );
  // Of a file that a build reads, what it takes out is a vendored sample: the rest is among what is deployed.
  const read = new Set(
    [...applications.flatMap(({ builds }) => builds), ...standalone].flatMap(({ references }) =>
      references.flatMap(({ role, path }) => (role === 'resource' && path ? path : [])),
    ),
  );
  const written = lintedFiles
    .filter(({ file }) => !read.has(file.path))
    .flatMap(({ file }) =>
      documents(file.path).flatMap(({ value }) =>
        value?.kind === 'map' &&
        textAt(value, 'kind') === 'Secret' &&
        textAt(value, 'apiVersion') === 'v1'
          ? [{ value, name: textAt(value, 'metadata', 'name') ?? 'without name' }]
          : [],
      ),
    );
  const seen = new Set<string>();
  const secrets = [...deployed, ...written].flatMap(({ value, name }) => {
    if (getMap(value, 'sops')) return [];
    const values = secretEntries(value).filter(({ value: { origin } }) => {
      const key = `${origin.file.path}\0${origin.start}`;
      return seen.size < seen.add(key).size;
    });
    return values.length > 0 ? [{ kind: 'Secret' as const, name, values }] : [];
  });
  const kubeconfigs = lintedFiles.flatMap(({ file }) =>
    documents(file.path).flatMap(({ value }) => kubeconfigSecrets(value)),
  );
  const builds = [...applications.flatMap(application => application.builds), ...standalone];
  const webhooks = webhooksIn({ resources, builds }).map(({ service, entry }) => ({
    kind: 'webhook' as const,
    name: service,
    values: [entry],
  }));
  return [...secrets, ...kubeconfigs, ...webhooks];
}

type SecretFacts = Pick<
  ClusterFacts,
  'resources' | 'lintedFiles' | 'documents' | 'applications' | 'standalone'
>;

/**
 * What lets anybody in as a user of a kubeconfig: a key, a token or a password. A certificate is public without its key.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo
 */
function kubeconfigSecrets(config: LocatedValue | undefined): PlainSecret[] {
  if (textAt(config, 'kind') !== 'Config' || textAt(config, 'apiVersion') !== 'v1') return [];
  return itemsAt(config, 'users').flatMap(item => {
    const user = get(item, 'user');
    const values = [
      ...entriesAt(user).filter(({ key }) => USER_SECRETS.has(key.text)),
      ...entriesAt(user, 'auth-provider', 'config').filter(({ key }) =>
        /secret|token/.test(key.text),
      ),
      ...itemsAt(user, 'exec', 'env').flatMap(variable => {
        const name = getScalar(variable, 'name');
        const value = getEntry(variable, 'value');
        return name && value ? [{ ...value, key: name }] : [];
      }),
    ].filter(
      ({ key, value }) =>
        value.kind === 'scalar' && isWritten(value) && isCredential(key.text, decoded(value.text)),
    );
    const name = textAt(item, 'name') ?? 'without name';
    const texts = values.flatMap(({ value }) => (value.kind === 'scalar' ? [value.text] : []));
    return values.length === 0 || isToBeFilledIn(item.origin.file.path, texts)
      ? []
      : [{ kind: 'kubeconfig' as const, name, values }];
  });
}

/** Fields of a user that are secret. */
const USER_SECRETS: ReadonlySet<string> = new Set(['client-key-data', 'password', 'token']);

/** The values of a Secret that are secret and in the clear. */
function secretEntries(secret: LocatedMap): LocatedEntry[] {
  const data = getMap(secret, 'data')?.entries;
  // Of a file of variables that SOPS has encrypted, its own are beside them.
  if (data?.has('sops_mac') || getMap(secret, 'stringData')?.entries.has('sops_mac')) return [];
  const texts = [...entriesAt(secret, 'data'), ...entriesAt(secret, 'stringData')].flatMap(
    entry => {
      const { key, value } = entry;
      if (value.kind !== 'scalar' || value.origin.made === 'default') return [];
      const text = data?.get(key.text) === entry ? decoded(value.text) : value.text;
      return [{ entry, text, isWritten: isWritten(value) }];
    },
  );
  const isForShow =
    isSaidUnused(secret.origin) ||
    isToBeFilledIn(
      secret.origin.file.path,
      texts.map(({ entry, text }) => (standsFor(entry.key.text, text) ? TO_FILL_IN : text)),
    );
  return texts.flatMap(({ entry, text, isWritten }) => {
    const { key } = entry;
    if (PUBLIC_KEYS.has(key.text.toLowerCase()) || !isWritten || !isCredential(key.text, text))
      return [];
    return (isForShow || isSaidUnused(key.origin)) && !isTelltale(text) ? [] : [entry];
  });
}

/** A value that nobody has filled in, as `isFilledIn` knows it. */
const TO_FILL_IN = '<>';

/** What a file is called that is copied before it is filled in. */
const SAMPLE_NAME =
  /(?:^|[/_.-])(?:dummy|examples?|samples?|templates?|tmpl|tpl)(?:[_.-][^/]*)?\.[^./]+$/i;

/** Whether somebody is to fill in the values: the file says so, or most of them, or all are the same. */
function isToBeFilledIn(path: string, texts: readonly string[]): boolean {
  const open = texts.filter(text => text !== '' && !isFilledIn(text)).length;
  const isAllTheSame = texts.length > 3 && new Set(texts).size === 1;
  return SAMPLE_NAME.test(path) || isSample(path) || isAllTheSame || open * 2 > texts.length;
}

/** What these hold is no secret, or only half of one. */
const PUBLIC_KEYS = new Set([
  'aws_access_key_id',
  'bucket',
  'cluster-id',
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

/**
 * Base64 as text; what isn't base64 stays as it is, and so does a word that
 * stands for it: `REPLACED`, `test`.
 */
const decoded = (text: string): string =>
  /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) && !/^[A-Z]+$/.test(text) && isFilledIn(text)
    ? Buffer.from(text, 'base64').toString('utf8')
    : text;

/** What a template makes of other values is not written here. */
const isWritten = ({ origin }: LocatedScalar): boolean => !isPlaceholder(textOf(origin));
