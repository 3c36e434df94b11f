import { falseTexts, mistypedValues, printedMaps } from '../../model/value-types.ts';
import { code } from '../../text/code.ts';
import { originKey } from '../../yaml/aliases.ts';
import type { Rule } from '../rule.ts';

export const valueType: Rule = {
  id: 'helm/value-type',
  severity: 'error',
  summary: 'A value of a type that the chart takes for something else.',
  rationale:
    'A template asks only whether there is something: the text `false` is something, and so true. A text where the template walks through a list ends the rendering, and a map where it prints something becomes a text of Go.',
  remedy: 'Write true and false without quotes, and a list as a list.',
  reference: 'https://helm.sh/docs/chart_template_guide/control_structures/#ifelse',
  check({ cluster, report }) {
    const told = new Set<string>();
    for (const { value, path, chart } of falseTexts(cluster.builds)) {
      told.add(originKey(value.origin));
      report({ at: value, ...takenForTrue(path, value.text, chart) });
    }
    for (const { key, path, chart } of printedMaps(cluster.builds))
      report({
        at: key,
        message: `${code(path)} is a map, which the templates of ${code(chart)} print as the text \`map[…]\``,
        help: 'Write a text or a number, as in the `values.yaml` of the chart.',
      });
    for (const { release } of cluster.helmReleases) {
      for (const { value, path, wanted } of mistypedValues(release)) {
        if (told.has(originKey(value.origin))) continue;
        const text = value.kind === 'scalar' ? value.text : '';
        report(
          wanted === 'boolean'
            ? { at: value, ...takenForTrue(path, text, release.chart.text) }
            : {
                at: value,
                message: `\`${path}\` is a text, where the templates of ${code(release.chart.text)} walk through a list`,
                help: 'Write a list, as in the `values.yaml` of the chart.',
              },
        );
      }
    }
  },
};

const takenForTrue = (path: string, text: string, chart: string) => ({
  message: `\`${path}\` is the text ${code(`"${text}"`)}, which the templates of ${code(chart)} take for true`,
  help: 'Write `false` without quotes.',
});
