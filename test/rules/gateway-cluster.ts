import { makePolicy, type Policy } from '../../src/config/load.ts';
import { type LintOutcome, lint } from '../../src/lint.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import type { Cluster } from '../../src/model/cluster/cluster.ts';
import { rules } from '../../src/rules/index.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { wordsOf } from '../support/words.ts';

/** A repository of one kustomization with some manifests, each a YAML text. */
export const repository = (...manifests: readonly string[]): Record<string, string> => ({
  'kustomization.yaml': [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    ...manifests.map((_, i) => `  - manifest-${i}.yaml`),
    '',
  ].join('\n'),
  ...Object.fromEntries(manifests.map((text, i) => [`manifest-${i}.yaml`, text])),
});

/** The cluster that a repository describes, under the inferred policy. */
export function clusterIn(files: Readonly<Record<string, string>>): Cluster {
  const policy = makePolicy(undefined, 'inferred') as Policy;
  return loadCluster(openSources(memoryTree(files)), policy, () => {});
}

/** The cluster that some manifests of one kustomization describe. */
export const clusterOf = (...manifests: readonly string[]): Cluster =>
  clusterIn(repository(...manifests));

/** The messages of one rule on some manifests. */
export function messagesOf(rule: string, ...manifests: readonly string[]): string[] {
  const outcome: LintOutcome = lint({
    tree: memoryTree(repository(...manifests)),
    policyFile: undefined,
    rules: rules.filter(({ id }) => id === rule),
  });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome.report.findings.map(({ message }) => wordsOf(message));
}

const indent = (text: string, by: number): string =>
  text
    .trim()
    .split('\n')
    .map(line => ' '.repeat(by) + line)
    .join('\n');

interface GatewayParts {
  readonly name?: string;
  readonly metadata?: string;
  readonly infrastructure?: string;
  readonly controller?: string;
}

/** A Gateway in the namespace `edge` with listeners in flow style, such as `{name: http, …}`. */
export const gateway = (listeners: readonly string[], parts: GatewayParts = {}): string =>
  [
    ...(parts.controller
      ? [
          'apiVersion: gateway.networking.k8s.io/v1',
          'kind: GatewayClass',
          'metadata: {name: edge}',
          `spec: {controllerName: ${parts.controller}}`,
          '---',
        ]
      : []),
    'apiVersion: gateway.networking.k8s.io/v1',
    'kind: Gateway',
    'metadata:',
    `  name: ${parts.name ?? 'public'}`,
    '  namespace: edge',
    ...(parts.metadata ? [indent(parts.metadata, 2)] : []),
    'spec:',
    '  gatewayClassName: edge',
    ...(parts.infrastructure ? ['  infrastructure:', indent(parts.infrastructure, 4)] : []),
    '  listeners:',
    ...listeners.map(listener => `    - ${listener}`),
    '',
  ].join('\n');

interface RouteParts {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly version?: string;
  readonly parents?: readonly string[];
  readonly hostnames?: readonly string[];
  readonly metadata?: string;
  readonly rules?: string;
}

/** A route in the namespace `edge`, attached to the gateway `public` unless told otherwise. */
export const route = (parts: RouteParts = {}): string =>
  [
    `apiVersion: gateway.networking.k8s.io/${parts.version ?? 'v1'}`,
    `kind: ${parts.kind ?? 'HTTPRoute'}`,
    'metadata:',
    `  name: ${parts.name ?? 'app'}`,
    `  namespace: ${parts.namespace ?? 'edge'}`,
    ...(parts.metadata ? [indent(parts.metadata, 2)] : []),
    'spec:',
    '  parentRefs:',
    ...(parts.parents ?? ['{name: public, namespace: edge}']).map(parent => `    - ${parent}`),
    ...(parts.hostnames ? [`  hostnames: ${JSON.stringify(parts.hostnames)}`] : []),
    ...(parts.rules ? ['  rules:', indent(parts.rules, 4)] : []),
    '',
  ].join('\n');

/** An external-dns Deployment with some arguments. */
export const externalDns = (args: readonly string[], version = 'v0.20.0'): string =>
  [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: external-dns, namespace: edge}',
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: external-dns',
    `          image: registry.k8s.io/external-dns/external-dns:${version}`,
    `          args: ${JSON.stringify(args)}`,
    '',
  ].join('\n');
