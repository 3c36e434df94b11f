import { modernised } from '../../rewrite/kustomization.ts';
import { basename } from '../../source/tree.ts';
import { KUSTOMIZATION_NAMES } from '../../yaml/classify.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

/** What is written today instead of each deprecated field. */
const INSTEAD: Readonly<Record<string, string>> = {
  bases: '`resources`',
  imageTags: '`images`',
  patchesStrategicMerge: '`patches`',
  patchesJson6902: '`patches`',
  commonLabels: '`labels` with `includeSelectors: true`',
  vars: '`replacements`',
  helmChartInflationGenerator: '`helmCharts`',
};

export const deprecatedField: Rule = {
  id: 'kustomize/deprecated-field',
  severity: 'warning',
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary: 'A field that kustomize deprecates and will drop.',
  rationale:
    'kustomize warns of these fields and announces that the next API version has them no more.',
  remedy:
    'Write what replaces the field. The fix is offered where exactly the same objects come of it.',
  reference:
    'https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/kustomization.go',
  fixable: 'safe',
  check({ cluster, report }) {
    for (const { file } of cluster.lintedFiles) {
      if (!KUSTOMIZATION_NAMES.has(basename(file.path))) continue;
      const value = cluster.documents(file.path)[0]?.value;
      if (value?.kind !== 'map') continue;
      for (const [name, instead] of Object.entries(INSTEAD)) {
        const field = value.entries.get(name);
        if (!field) continue;
        report({
          at: field.key,
          message: `\`${name}\` is deprecated`,
          help: `Write ${instead} instead${whyByHand(name, value)}.`,
          fix: modernised(name, value),
        });
      }
    }
  },
};

/** What makes the new form differ, where a person must see to it. */
function whyByHand(name: string, { entries }: LocatedMap): string {
  const isMoved = ['namespace', 'namePrefix', 'nameSuffix'].some(field => entries.has(field));
  return name === 'patchesJson6902' && isMoved
    ? ' by hand: unlike the old field, they run before names and namespaces are set'
    : '';
}
