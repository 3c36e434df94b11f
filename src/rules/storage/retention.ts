import { parseQuantity } from '../../model/quantity.ts';
import { code } from '../../text/code.ts';
import { get, getScalar, getString } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const retention: Rule = {
  id: 'storage/retention',
  scope: 'cluster',
  severity: 'warning',
  summary: 'Prometheus told to keep more than its claim holds.',
  rationale:
    'Old blocks are only removed once they exceed the retention size. Where the volume is smaller, it is full before that: Prometheus stops writing, and does not start again by itself.',
  remedy: 'Set `retentionSize` to some four fifths of the claim, or enlarge the claim.',
  reference: 'https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects',
  check({ cluster: { helmReleases, resources }, report }) {
    const specs = [
      ...helmReleases.flatMap(({ release }) =>
        release.chart.text === 'kube-prometheus-stack'
          ? [{ spec: get(release.values, 'prometheus', 'prometheusSpec'), claim: 'storageSpec' }]
          : [],
      ),
      ...resources
        .ofKind('Prometheus', 'monitoring.coreos.com')
        .filter(({ release }) => !release)
        .map(({ value }) => ({ spec: get(value, 'spec'), claim: 'storage' })),
    ];
    for (const { spec, claim } of specs) {
      const finding = tooMuch(spec, claim);
      if (finding) report(finding);
    }
  },
};

function tooMuch(spec: LocatedValue | undefined, claim: string): Report | undefined {
  const size = getString(spec, 'retentionSize');
  const storage = getScalar(
    spec,
    claim,
    'volumeClaimTemplate',
    'spec',
    'resources',
    'requests',
    'storage',
  );
  const [kept, held] = [bytesOf(size?.text), parseQuantity(storage?.text ?? '')];
  if (!size || !storage || size.origin.made || kept === undefined || held === undefined)
    return undefined;
  if (kept < held) return undefined;
  return {
    at: size,
    message: `Prometheus keeps up to ${code(size.text)}, and its claim holds ${code(storage.text)}`,
    help: 'Leave room for what is not yet in blocks: some four fifths of the claim.',
    related: [see(storage, 'the claim')],
  };
}

/** Powers of 1024, whatever the letters look like. */
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/**
 * A size as Prometheus reads it.
 *
 * @see https://github.com/alecthomas/units/blob/v0.1.0/bytes.go
 */
function bytesOf(text: string | undefined): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([KMGTPE]?)i?B$/.exec(text ?? '') ?? [];
  const power = UNITS.indexOf(`${unit}B`);
  return number === undefined ? undefined : Number(number) * 1024 ** power;
}
