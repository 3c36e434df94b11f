import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { LOCK_FILE, lockText } from '../../src/store/lock.ts';
import { keepArchive, openStore } from '../../src/store/store.ts';
import { packedChart } from '../support/chart-servers.ts';
import { memoryTree } from '../support/memory-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'pitower-lint-stored-'));
afterAll(() => rmSync(folder, { recursive: true }));

const APPLICATION = (values: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  source:
    repoURL: https://charts.example.com
    chart: shop
    targetRevision: 1.0.0
    helm:
      valuesObject: ${values}
`;

const REFERENCE = { name: 'shop', repository: 'https://charts.example.com', version: '1.0.0' };

function linted(
  templates: Record<string, string>,
  values = '{}',
  more: Record<string, string> = {},
) {
  const bytes = packedChart('shop', {
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'values.yaml': 'secret: default-secret\n',
    ...templates,
  });
  const sha256 = keepArchive(folder, bytes);
  const tree = memoryTree({
    'application.yaml': APPLICATION(values),
    [LOCK_FILE]: lockText([{ ...REFERENCE, sha256 }]),
    ...more,
  });
  const outcome = lint({ tree, policyFile: undefined, rules, charts: openStore([folder]) });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return {
    objects: outcome.repository.resources.deployed,
    messages: outcome.report.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    coverage: outcome.report.summary.coverage,
  };
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: shop
          image: example.com/shop:1
          ports: [{name: http, containerPort: 8080}]
          envFrom: [{secretRef: {name: {{ .Values.secret }}}}]
`;

describe('a chart of the store', () => {
  it('is rendered in full, where a model would be partial', () => {
    const { objects, coverage } = linted({ 'templates/deployment.yaml': DEPLOYMENT });
    const [own] = objects.filter(({ kind }) => kind === 'Deployment');
    expect(own).toMatchObject({ name: 'shop', partial: false });
    expect(coverage).toMatchObject({ full: 1, absentCharts: 0, releases: { rendered: 1 } });
  });

  it('is looked into at the values that decide', () => {
    const { messages } = linted(
      { 'templates/deployment.yaml': DEPLOYMENT },
      '{secret: shop-credentials}',
    );
    expect(messages).toContain(
      'secrets/missing-secret: nothing makes the Secret `shop/shop-credentials` that Deployment `shop/shop` uses',
    );
  });

  it('is not blamed for how its own objects fit together', () => {
    const service = `apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{name: web, port: 80, targetPort: nothing}]
`;
    const { messages } = linted({
      'templates/deployment.yaml': DEPLOYMENT,
      'templates/service.yaml': service,
    });
    expect(messages.filter(message => message.startsWith('service/'))).toEqual([]);
  });

  it('makes what its pods may create, too', () => {
    const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: shop}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get, create]}]
`;
    const { messages } = linted(
      { 'templates/deployment.yaml': DEPLOYMENT, 'templates/role.yaml': role },
      '{secret: shop-credentials}',
    );
    expect(messages.filter(message => message.startsWith('secrets/missing-secret'))).toEqual([]);
  });

  it('has definitions of which only the heads are read', () => {
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: carts.shop.example.com}
spec:
  group: shop.example.com
  names: {kind: Cart, plural: carts}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true}
`;
    const { objects } = linted({
      'crds/cart.yaml': crd,
      'templates/cart.yaml': crd.replace('carts', 'lists'),
    });
    const found = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    expect(found.map(({ name, partial }) => [name, partial]).sort()).toEqual([
      ['carts.shop.example.com', true],
      ['lists.shop.example.com', true],
    ]);
  });

  it('that Helm refuses is a finding', () => {
    const { messages } = linted({ 'templates/x.yaml': '{{ fail "give a secret" }}' });
    expect(messages).toContain('helm/render: Helm refuses the chart: give a secret');
  });

  it('that is locked and not there calls no suppression unused', () => {
    const files = {
      'b.yaml':
        '# pitower-lint-disable service/selector -- the chart makes it\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
    };
    const lint0 = linted({ 'templates/deployment.yaml': DEPLOYMENT }, '{}', files);
    expect(lint0.messages.some(text => text.startsWith('suppression/unused'))).toBe(true);
    const lost = lockText([{ ...REFERENCE, sha256: '0'.repeat(64) }]);
    const lint1 = linted({}, '{}', { ...files, [LOCK_FILE]: lost });
    expect(lint1.messages.some(text => text.startsWith('suppression/unused'))).toBe(false);
  });
});
