import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHART_MODELS } from '../../../src/loaders/charts/models/index.ts';
import { textAt } from '../../../src/yaml/access.ts';
import type { LocatedValue } from '../../../src/yaml/located.ts';
import { render } from './support.ts';

// Words that mean something to one model or another, so that random values reach their code.
const WORDS =
  `controllers service route ingress persistence main app containers image repository tag
 ports http port rules backendRefs identifier name namespace parentRefs hostnames enabled create type
 LoadBalancer ClusterIP annotations labels advancedMounts globalMounts path existingClaim size accessMode
 storageClass emptyDir configMap secret nfs custom volumeSpec env envFrom secretRef probes liveness
 serviceAccount configMaps secrets data rawResources spec manifest rbac roles bindings subjects roleRef
 networkpolicies serviceMonitor endpoints statefulset volumeClaimTemplates defaultPodOptions pod global
 fullnameOverride nameOverride forceRename prefix suffix dependsOn strategy rollingUpdate surge replicas
 cephBlockPools cephClusterSpec dashboard host localpv-provisioner hostpathClass basePath sources provider
 extraArgs controller ingressClassResource hubble ui gatewayAPI prometheus prometheusSpec storageSpec
 grafana gateway server configs cm params httproute extraObjects apiVersion kind metadata __proto__
 constructor {{.Release.Name}} {{.Values.x.y}} {{ 2020-01-01 yes 0755 1e3 ~`.split(/\s+/);

const { value } = fc.letrec<{ value: unknown; map: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<unknown>(...WORDS, true, false, null, 0, 1, 80, 1.1, ''),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('map'),
    tie('map'),
  ),
  map: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...WORDS), tie('value')), {
      maxLength: 6,
      selector: ([key]) => key,
    })
    .map(entries => new Map(entries)),
}));

const toYaml = (data: unknown): string => {
  if (data instanceof Map) {
    return `{${[...data].map(([key, item]) => `${JSON.stringify(key)}: ${toYaml(item)}`).join(', ')}}`;
  }
  return Array.isArray(data) ? `[${data.map(toYaml).join(', ')}]` : JSON.stringify(data);
};

const values = value.filter(data => data instanceof Map).map(toYaml);
const charts = [...CHART_MODELS.flatMap(model => model.charts), 'unheard-of'];

function everyNode(node: LocatedValue, check: (node: LocatedValue) => void): void {
  check(node);
  const children =
    node.kind === 'map'
      ? [...node.entries.values()].flatMap(({ key, value: child }) => [key, child])
      : node.kind === 'sequence'
        ? node.items
        : [];
  for (const child of children) everyNode(child, check);
}

describe('charts take any values', () => {
  it.each(charts)('%s', chart => {
    const version = fc.constantFrom(
      '2.6.0',
      '3.7.3',
      '4.0.1',
      '4.6.2',
      '5.3.0',
      'v1.20.0',
      'x',
      undefined,
    );
    fc.assert(
      fc.property(values, version, fc.constantFrom('release', undefined), (text, written, name) => {
        const release = {
          chart,
          values: text,
          ...(written && { version: written }),
          ...(name && { name }),
        };
        const { objects, problems } = render(release);
        for (const { value: object } of objects) {
          expect(textAt(object, 'kind')).toBeTruthy();
          everyNode(object, node =>
            expect(node.origin.end).toBeGreaterThanOrEqual(node.origin.start),
          );
        }
        for (const { at } of problems)
          expect(at.file.path).toMatch(/^(values|kustomization)\.yaml$/);
      }),
      { numRuns: chart === 'app-template' ? 400 : 60 },
    );
  });
});
