import { unreadValues } from '../../model/chart-values.ts';
import { type UnknownValue, unknownValues } from '../../model/cluster/unknown-values.ts';
import { originKey } from '../../yaml/aliases.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { countIn, countOption } from '../options.ts';
import { type Rule, see } from '../rule.ts';

/** Nobody misspells so many keys of one release. */
const MANY = 4;

const keysOf = (unknown: readonly UnknownValue[]): string[] =>
  unknown.map(({ key }) => originKey(key.origin));

export const unusedValues: Rule = {
  id: 'helm/unused-values',
  severity: 'warning',
  summary: 'A top-level values key that the chart does not have.',
  rationale:
    'Helm takes any key without a word: what it says is not deployed, and nobody notices until it matters.',
  remedy: 'Correct the key, move it to where the chart reads it, or remove it.',
  reference: 'https://helm.sh/docs/chart_template_guide/values_files/',
  options: { many: countOption(MANY, 'More such keys of one release are said at once') },
  check({ cluster, options, report }) {
    const many = countIn(options, 'many', MANY);
    let told: ReadonlySet<string> | undefined;
    const isTold = (key: LocatedScalar): boolean => {
      told ??= new Set(unknownValues(cluster.builds).flatMap(keysOf));
      return told.has(originKey(key.origin));
    };
    for (const { release, rendering } of cluster.helmReleases) {
      // The chart itself says more: helm/unknown-value.
      if (rendering.check) continue;
      const unread = unreadValues(release).filter(({ key }) => !isTold(key));
      const [first, ...others] = unread;
      // So many are no slips: they are the values of another chart.
      if (first && unread.length > many) {
        report({
          at: first.key,
          message: `the chart \`${release.chart.text}\` has no value \`${first.key.text}\`, and ${others.length} more of these keys it does not have either`,
          help: `They look like the values of another chart; compare them with those of \`${release.chart.text}\`.`,
          related: others.map(({ key }) => see(key, `no value \`${key.text}\` either`)),
        });
        continue;
      }
      for (const { key, meant, belongsInto } of unread) {
        report({
          at: key,
          message: `the chart \`${release.chart.text}\` has no value \`${key.text}\``,
          help: belongsInto
            ? `It belongs in \`${belongsInto}\`.`
            : meant
              ? `Did you mean \`${meant}\`?`
              : undefined,
        });
      }
    }
  },
};
