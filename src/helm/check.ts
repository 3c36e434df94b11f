import { satisfies } from '../template/go/semver.ts';
import { Stop } from '../template/go/stop.ts';
import type { HelmBehaviour } from './behaviour.ts';
import type { Capabilities } from './capabilities.ts';
import { type Chart, ChartError } from './chart.ts';

/** What Helm refuses before it looks at any value: charts that are missing or too new, a wrong Kubernetes. */
export function checkChart(
  chart: Chart,
  { kubeVersion }: Capabilities,
  { checksApiVersion }: HelmBehaviour,
): void {
  const { metadata } = chart;
  if (checksApiVersion && metadata.apiVersion !== 'v1' && metadata.apiVersion !== 'v2') {
    throw new ChartError('unsupported chart version', metadata.value.origin);
  }
  const present = new Set(chart.subcharts.map(subchart => subchart.metadata.name));
  for (const { name, value } of metadata.dependencies) {
    if (!present.has(name)) {
      throw new ChartError(
        `found in Chart.yaml, but missing in charts/ directory: ${name}`,
        value.origin,
      );
    }
  }
  if (metadata.kubeVersion !== '' && !isSatisfied(metadata.kubeVersion, kubeVersion)) {
    throw new ChartError(
      `chart requires kubeVersion: ${metadata.kubeVersion} which is incompatible with Kubernetes ${kubeVersion}`,
      metadata.value.origin,
    );
  }
}

function isSatisfied(constraint: string, version: string): boolean {
  try {
    return satisfies(constraint, version);
  } catch (stop) {
    if (stop instanceof Stop) return false;
    throw stop;
  }
}
