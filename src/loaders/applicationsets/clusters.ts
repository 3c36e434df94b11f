import type { GoValue } from '../../template/go/value.ts';
import { stringMap } from '../../template/go/value.ts';
import { normalize } from '../../template/normalize.ts';
import { get, stringMapAt, textAt } from '../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../yaml/located.ts';
import type { SourceDocument } from '../../yaml/parse.ts';

/** A cluster that Argo CD knows: declared as a Secret in the repository, or the one it runs in. */
export interface ClusterSecret {
  readonly name: string;
  readonly server: string;
  readonly project: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
}

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
export const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';

/**
 * Whether a server is the one that Argo CD runs in; a closing slash makes no difference.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v2.14.0/util/db/cluster.go (`ListClusters`)
 */
export const isInCluster = (server: string): boolean =>
  server.replace(/\/+$/, '') === IN_CLUSTER_SERVER;

/**
 * Cluster Secrets of the repository; undefined entries (encrypted ones) make the list unknowable.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export function clusterSecrets(documents: readonly SourceDocument[]): ClusterSecret[] {
  return documents.flatMap(({ value }) => {
    const isCluster =
      textAt(value, 'kind') === 'Secret' &&
      textAt(value, 'metadata', 'labels', SECRET_TYPE) === 'cluster';
    if (!isCluster || value?.kind !== 'map') return [];
    const name = secretText(value, 'name');
    const server = secretText(value, 'server');
    if (name === undefined || server === undefined || name.startsWith('ENC[')) return [];
    return [
      {
        name,
        server,
        project: secretText(value, 'project') ?? '',
        labels: stringMapAt(value, 'metadata', 'labels'),
        annotations: stringMapAt(value, 'metadata', 'annotations'),
      },
    ];
  });
}

function secretText(secret: LocatedMap, key: string): string | undefined {
  const plain = textAt(secret, 'stringData', key);
  const encoded = textAt(secret, 'data', key);
  return (
    plain ?? (encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8'))
  );
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
