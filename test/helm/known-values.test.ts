import { describe, expect, it } from 'vitest';
import table from '../../schemas/known-values.json' with { type: 'json' };
import { CHARTS } from '../../scripts/known-charts.ts';
import { CHART, SPAN } from '../../src/helm/known-keys.ts';
import { knownValues } from '../../src/helm/known-values.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** Not there up to one version, gone from another on. */
const RANGE = /^(?:>\d+\.\d+)?(?:<\d+\.\d+)?$/;

const names = CHARTS.map(({ chart }) => chart);

function unread(chart: string, repository: string, text: string, version?: string): string[] {
  const [document] = parseYaml({ path: 'values.yaml', text }).documents;
  if (document?.value?.kind !== 'map') throw new Error('no values');
  return (knownValues(chart, repository)?.unread(document.value, version) ?? []).map(
    ({ path, since, until }) =>
      [path.join('.'), since && `after ${since}`, until && `not in ${until}`]
        .filter(Boolean)
        .join(' '),
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
        else if (key === SPAN) expect(value).toMatch(RANGE);
        else if (typeof value === 'object') visit(value);
        else if (value !== 1) expect(value).toMatch(RANGE);
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

  it('knows since when and until when a version has a key, where it is told which one that is', () => {
    const TRAEFIK = 'https://traefik.github.io/charts';
    const values = 'logs: {general: {level: INFO}}\nlog: {level: INFO}';
    expect(unread('traefik', TRAEFIK, values)).toEqual([]);
    expect(unread('traefik', TRAEFIK, values, '41.1.0')).toEqual(['logs not in 41.1']);
    // What was read last of 40.3 may be what came with 41.0.
    expect(unread('traefik', TRAEFIK, values, '40.3.2')).toEqual([]);
    expect(unread('traefik', TRAEFIK, values, '39.0.5')).toEqual(['log after 40.1']);
    for (const range of ['>=39.0.0', '*', '~39', '39.x || 40.x', 'main', '99.0.0', '0.1.0'])
      expect(unread('traefik', TRAEFIK, values, range)).toEqual([]);
  });

  it('knows the keys of what is in a list, and of what stands below a name', () => {
    expect(
      unread(
        'vault',
        'https://helm.releases.hashicorp.com',
        'server: {extraVolumes: [{type: secret, name: a}, {kind: secret}], extraLabels: {a: b}}',
      ),
    ).toEqual(['server.extraVolumes.[1].kind']);
  });

  it('leaves what only holds anchors, and what a chart below may read that nobody knows', () => {
    expect(
      unread(
        'velero',
        'https://vmware-tanzu.github.io/helm-charts',
        'mine: {limits: &limits {memory: 64Mi}}\nresources: {limits: *limits}\nother: {a: 1}',
      ),
    ).toEqual(['other']);
  });
});
