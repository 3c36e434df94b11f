import { clusterAddress } from '../../model/cluster-address.ts';
import type { GoValue } from '../../template/go/value.ts';
import { stringMap } from '../../template/go/value.ts';
import { normalize } from '../../template/normalize.ts';
import { isCapitalWord, isPlaceholder } from '../../text/placeholder.ts';
import { withoutEndSlashes } from '../../text/trim.ts';
import { get, getMap, stringMapAt, textAt } from '../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../yaml/located.ts';
import type { SourceDocument } from '../../yaml/parse.ts';

/** A cluster that Argo CD knows: declared as a Secret in the repository, or the one it runs in. */
export interface ClusterSecret {
  readonly name: string;
  readonly server: string;
  readonly project: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** Where it is declared, if not in the policy. */
  readonly file?: string;
}

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';

/**
 * Whether a server is the one that Argo CD runs in; a closing slash makes no difference.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v2.14.0/util/db/cluster.go (`ListClusters`)
 */
export const isInCluster = (server: string): boolean =>
  withoutEndSlashes(server) === IN_CLUSTER_SERVER;

/**
 * Cluster Secrets of the repository, also those that an ExternalSecret or a SealedSecret makes as far as
 * their templates say name and server in the clear.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export function clusterSecrets(documents: readonly SourceDocument[]): ClusterSecret[] {
  return documents.flatMap(({ value, file }) => {
    const secret = value && asSecret(value);
    if (!secret || textAt(secret, 'metadata', 'labels', SECRET_TYPE) !== 'cluster') return [];
    const name = secretText(secret, 'name');
    const server = secretText(secret, 'server');
    if (name === undefined || server === undefined || isOpaque(name) || isOpaque(server)) return [];
    return [
      {
        name,
        server: clusterAddress(name, server),
        project: secretText(secret, 'project') ?? '',
        labels: stringMapAt(secret, 'metadata', 'labels'),
        annotations: stringMapAt(secret, 'metadata', 'annotations'),
        file: file.path,
      },
    ];
  });
}

/** A Secret, or the template of one. */
function asSecret(value: LocatedValue): LocatedMap | undefined {
  switch (textAt(value, 'kind')) {
    case 'Secret':
      return value.kind === 'map' ? value : undefined;
    case 'ExternalSecret':
      return getMap(value, 'spec', 'target', 'template');
    case 'SealedSecret':
      return getMap(value, 'spec', 'template');
    default:
      return undefined;
  }
}

/** Encrypted, or of a template for clusters to come: `CLUSTER_NAME`. */
const isOpaque = (text: string): boolean => isPlaceholder(text) || isCapitalWord(text);

function secretText(secret: LocatedMap, key: string): string | undefined {
  const plain = textAt(secret, 'stringData', key);
  const data = textAt(secret, 'data', key);
  // A template's data is text; of a Secret it is base64.
  const isText = secret.entries.get('kind') === undefined;
  return (
    plain ?? (data === undefined || isText ? data : Buffer.from(data, 'base64').toString('utf8'))
  );
}

/**
 * The clusters that the Argo CD knows which has an object of a file: of Secrets that name the cluster it
 * runs in, and there can be one of them, the nearest.
 */
export function clustersNear(clusters: readonly ClusterSecret[], path: string): ClusterSecret[] {
  const own = clusters.filter(({ server }) => isInCluster(server));
  const nearness = ({ file = '' }: ClusterSecret) => sharedFolders(file, path);
  const [nearest] = [...own].sort((a, b) => nearness(b) - nearness(a));
  return clusters.filter(item => !isInCluster(item.server) || item === nearest);
}

function sharedFolders(a: string, b: string): number {
  const others = b.split('/');
  const at = a.split('/').findIndex((part, i) => part !== others[i]);
  return at < 0 ? others.length : at;
}

/** The cluster Argo CD runs in; without goTemplate differences only `metadata` is missing. */
export const inCluster: ClusterSecret = {
  name: 'in-cluster',
  server: IN_CLUSTER_SERVER,
  project: '',
  labels: new Map(),
  annotations: new Map(),
};

/** The parameters of one cluster. */
export function clusterParameters(
  cluster: ClusterSecret,
  goTemplate: boolean,
): Map<string, GoValue> {
  const { name, server, project, labels, annotations } = cluster;
  const base: [string, GoValue][] = [
    ['name', name],
    ['nameNormalized', normalize(name)],
    ['server', server],
    ['project', project],
  ];
  if (!goTemplate) {
    return new Map([
      ...base,
      ...[...labels].map(([key, value]): [string, GoValue] => [`metadata.labels.${key}`, value]),
      ...[...annotations].map(([key, value]): [string, GoValue] => [
        `metadata.annotations.${key}`,
        value,
      ]),
    ]);
  }
  if (cluster === inCluster) return new Map(base);
  const metadata: GoValue = new Map([
    ['labels', stringMap(labels)],
    ['annotations', stringMap(annotations)],
  ]);
  return new Map([...base, ['metadata', metadata]]);
}

export const hasSelector = (value: LocatedValue): boolean => {
  const selector = get(value, 'selector');
  return selector?.kind === 'map' && selector.entries.size > 0;
};
