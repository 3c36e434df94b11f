import { describe, expect, it } from 'vitest';
import table from '../../schemas/known-values.json' with { type: 'json' };
import { CHARTS } from '../../scripts/known-charts.ts';
import { CHART, knownValues } from '../../src/helm/known-values.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const names = CHARTS.map(({ chart }) => chart);

function unread(chart: string, repository: string, text: string): string[] {
  const [document] = parseYaml({ path: 'values.yaml', text }).documents;
  if (document?.value?.kind !== 'map') throw new Error('no values');
  return (knownValues(chart, repository)?.unread(document.value) ?? []).map(({ path }) =>
    path.join('.'),
  );
}

describe('schemas/known-values.json', () => {
  it('has the charts that are to be known', () => {
    expect(Object.keys(table)).toEqual(names);
  });

  it.each(Object.entries(table))('%s: maps of keys, and charts that are known', (_, entry) => {
    expect(entry.newest).toMatch(/^\d+\.\d+$/);
    expect(entry.homes.every(home => /^[a-z0-9.-]+(?:\/[\w.-]+)*$/.test(home))).toBe(true);
    const visit = (keys: object): void => {
      for (const [key, value] of Object.entries(keys)) {
        if (key === CHART) expect(names).toContain(value);
        else if (typeof value === 'object') visit(value);
        else expect(value).toBe(1);
      }
    };
    visit(entry.keys);
  });
});

describe('knownValues', () => {
  const ARGO = 'https://argoproj.github.io/argo-helm';

  it('knows a chart by its name and where it is from', () => {
    expect(knownValues('argo-cd', ARGO)).toBeDefined();
    expect(knownValues('argo-cd', `${ARGO}/`)).toBeDefined();
    expect(knownValues('argo-cd', 'oci://ghcr.io/argoproj/argo-helm/argo-cd')).toBeDefined();
    expect(knownValues('argo-cd', 'https://charts.example.com')).toBeUndefined();
    expect(knownValues('constructor', ARGO)).toBeUndefined();
  });

  it('goes as deep as the chart takes single keys', () => {
    expect(unread('argo-cd', ARGO, 'configs: {cm: {any: 1}, param: {}}\nrbac: {a: 1}')).toEqual([
      'configs.param',
      'rbac',
    ]);
  });

  it('follows the values of the charts below, and what the chart itself reads of them', () => {
    const values =
      'grafana: {enabled: true, defaultDashboardsEnabled: true, replicas: 2, replica: 2}';
    expect(
      unread('kube-prometheus-stack', 'https://prometheus-community.github.io/helm-charts', values),
    ).toEqual(['grafana.replica']);
  });
});
