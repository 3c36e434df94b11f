import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import type { Problem } from '../../../source/problem.ts';
import { get, getMap, getScalar, getString, isNull, itemsAt } from '../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { placeOf } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { portAt, serviceObject, workloadObject } from '../shared/parts.ts';
import { fullname, type Scope, scopeOf, valueOr } from '../shared/scope.ts';
import { goText, isTruthy } from '../shared/truth.ts';
import { sortedEntries } from './app-template/items.ts';

/** https://github.com/kubernetes-sigs/external-dns/tree/external-dns-helm-chart-1.20.0/charts/external-dns */
export const externalDns: ChartModel = { charts: ['external-dns'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'external-dns');
  const service = serviceObject(scope, {
    name,
    values: getMap(scope.values, 'service'),
    ports: [{ name: 'http', port: portAt(scope.values, 7979, 'service', 'port') }],
  });
  const deployment = workloadObject(scope, {
    kind: 'Deployment',
    name,
    replicas: valueOr(scope, 1, 'replicaCount'),
    strategy:
      getMap(scope.values, 'deploymentStrategy') ??
      mapFrom(scope.at, { type: 'Recreate' }, 'default'),
    podSpec: podSpec(scope),
    podAnnotations: getMap(scope.values, 'podAnnotations'),
  });
  return renderingOf(scope, {
    objects: [deployment, service],
    complete: [
      'Service',
      'Deployment',
      'Ingress',
      'PersistentVolumeClaim',
      'ConfigMap',
      ...ROUTE_KINDS,
      ...UNCOMMON_KINDS,
    ],
    problems: problemsOf(scope),
  });
}

function podSpec(scope: Scope): LocatedMap {
  const main = mapFrom(scope.at, {
    name: 'external-dns',
    image: image(scope),
    env: get(scope.values, 'env'),
    args: sequenceFrom(scope.at, args(scope)),
  });
  const webhook = getMap(scope.values, 'provider', 'webhook');
  const isWebhook = providerOf(scope).text === 'webhook';
  const sidecar = webhook && mapFrom(webhook.origin, { name: 'webhook', env: get(webhook, 'env') });
  return mapFrom(scope.at, {
    containers: sequenceFrom(scope.at, sidecar && isWebhook ? [main, sidecar] : [main]),
    volumes: get(scope.values, 'extraVolumes'),
  });
}

/** The chart's minor version is that of the program it ships. */
function image({ values, release, at }: Scope): LocatedScalar {
  const repository = getString(values, 'image', 'repository');
  const tag = getString(values, 'image', 'tag');
  const [, minor] = /^v?1\.(\d+)\./.exec(release.version?.text ?? '') ?? [];
  const name = repository?.value ?? 'registry.k8s.io/external-dns/external-dns';
  const version = tag?.value ?? (minor === undefined ? undefined : `v0.${minor}.0`);
  return scalarFrom(
    (tag ?? repository)?.origin ?? at,
    version === undefined ? name : `${name}:${version}`,
  );
}

/** A flag that points at the value that causes it. */
const flag = (name: string, value: LocatedScalar): LocatedScalar =>
  scalarFrom(
    value.origin,
    `--${name}=${goText(value)}`,
    value.origin.made === 'default' ? 'default' : 'derived',
  );

const SCALARS: readonly (readonly [key: string, flag: string])[] = [
  ['txtOwnerId', 'txt-owner-id'],
  ['txtPrefix', 'txt-prefix'],
  ['txtSuffix', 'txt-suffix'],
  ['gatewayNamespace', 'gateway-namespace'],
  ['labelFilter', 'label-filter'],
  ['annotationFilter', 'annotation-filter'],
  ['annotationPrefix', 'annotation-prefix'],
];

const LISTS: readonly (readonly [key: string, flag: string])[] = [
  ['domainFilters', 'domain-filter'],
  ['excludeDomains', 'exclude-domains'],
  ['managedRecordTypes', 'managed-record-types'],
];

/** https://github.com/kubernetes-sigs/external-dns/blob/external-dns-helm-chart-1.20.0/charts/external-dns/templates/deployment.yaml */
function args(scope: Scope): LocatedScalar[] {
  const { values, at } = scope;
  const scalar = (key: string, fallback: string) => flagOr(scope, key, fallback);
  return [
    ...sources(scope),
    flag('policy', scalar('policy', 'upsert-only')),
    flag('registry', scalar('registry', 'txt')),
    ...SCALARS.flatMap(([key, name]) => {
      const value = getScalar(values, key);
      return value && isTruthy(value) ? [flag(name, value)] : [];
    }),
    ...LISTS.flatMap(([key, name]) => scalarsAt(values, key).map(value => flag(name, value))),
    ...watchedNamespace(scope),
    ...(isTruthy(get(values, 'triggerLoopOnEvent')) ? [scalarFrom(at, '--events')] : []),
    flag('provider', providerOf(scope)),
    ...extraArgs(scope),
  ];
}

function flagOr({ values, at }: Scope, key: string, fallback: string): LocatedScalar {
  const value = getScalar(values, key);
  return value && !isNull(value) ? value : scalarFrom(at, fallback, 'default');
}

const scalarsAt = (value: LocatedValue | undefined, ...path: string[]): LocatedScalar[] =>
  itemsAt(value, ...path).flatMap(item => (item.kind === 'scalar' ? [item] : []));

/** A list of the user replaces the chart's whole. */
function sources({ values, at }: Scope): LocatedScalar[] {
  const list =
    get(values, 'sources') === undefined
      ? ['service', 'ingress'].map(name => scalarFrom(at, name, 'default'))
      : scalarsAt(values, 'sources');
  return list.map(source => flag('source', source));
}

/** The provider is a string, or a map with a name. */
function providerOf({ values, at }: Scope): LocatedScalar {
  const written = get(values, 'provider');
  const name = written?.kind === 'map' ? getScalar(written, 'name') : getScalar(written);
  return name && isTruthy(name) ? name : scalarFrom(at, 'aws', 'default');
}

function watchedNamespace({ values, namespace }: Scope): LocatedScalar[] {
  if (!isTruthy(get(values, 'namespaced'))) return [];
  const watched = getString(values, 'sourceNamespace') ?? namespace;
  return watched ? [flag('namespace', watched)] : [];
}

function extraArgs(scope: Scope): LocatedScalar[] {
  const written = get(scope.values, 'extraArgs');
  if (!written || written.kind === 'scalar') return [];
  if (written.kind === 'sequence') return scalarsAt(scope.tpl(written));
  return sortedEntries(scope.tpl(written)).flatMap(({ id, key, value }) => {
    if (value.kind === 'sequence') return scalarsAt(value).map(item => flag(id, item));
    return value.kind === 'scalar' ? [mappedFlag(id, key, value)] : [];
  });
}

function mappedFlag(name: string, key: LocatedScalar, value: LocatedScalar): LocatedScalar {
  if (value.value === null) return scalarFrom(key.origin, `--${name}`);
  if (typeof value.value !== 'boolean') return flag(name, value);
  return scalarFrom(value.origin, value.value ? `--${name}` : `--no-${name}`);
}

function problemsOf({ values }: Scope): Problem[] {
  const prefix = getString(values, 'txtPrefix');
  const suffix = getString(values, 'txtSuffix');
  if (!prefix || !suffix) return [];
  return [
    {
      rule: 'helm/values-schema',
      at: placeOf(suffix),
      message: 'the chart takes either `txtPrefix` or `txtSuffix`, not both',
      related: [{ at: placeOf(prefix), message: 'txtPrefix' }],
    },
  ];
}
