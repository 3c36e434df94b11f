import { unreadValues } from '../../model/chart-values.ts';
import type { Rule } from '../rule.ts';

export const unusedValues: Rule = {
  id: 'helm/unused-values',
  severity: 'warning',
  summary: 'A top-level values key that the chart does not have.',
  rationale:
    'Helm takes any key without a word: what it says is not deployed, and nobody notices until it matters.',
  remedy: 'Correct the key, move it to where the chart reads it, or remove it.',
  reference: 'https://helm.sh/docs/chart_template_guide/values_files/',
  check({ cluster, report }) {
    for (const { release } of cluster.helmReleases) {
      for (const { key, meant, belongsInto } of unreadValues(release)) {
        report({
          at: key,
          message: `the chart ${release.chart.text} has no value ${key.text}`,
          help: belongsInto
            ? `It belongs into ${belongsInto}.`
            : meant
              ? `Did you mean ${meant}?`
              : undefined,
        });
      }
    }
  },
};
