import { booleanAt, getEntry, itemsAt } from '../../model/access.ts';
import type { Rule } from '../rule.ts';

export const missingkey: Rule = {
  id: 'argocd/missingkey',
  severity: 'warning',
  summary: 'goTemplate without missingkey=error.',
  rationale: 'A misspelt key prints "<no value>" into names and paths instead of failing.',
  remedy: 'Set goTemplateOptions: ["missingkey=error"].',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/#limitations',
  fixable: 'unsafe',
  check({ cluster, report }) {
    for (const { value } of cluster.applicationSets) {
      if (!booleanAt(value, 'spec', 'goTemplate')) continue;
      const options = getEntry(value, 'spec', 'goTemplateOptions');
      const isSet = itemsAt(value, 'spec', 'goTemplateOptions').some(
        item => item.kind === 'scalar' && item.text === 'missingkey=error',
      );
      const at = options?.key ?? getEntry(value, 'spec', 'goTemplate')?.key;
      if (!isSet && at)
        report({
          at,
          message: 'goTemplate without missingkey=error: a misspelt key prints "<no value>"',
          help: 'Add goTemplateOptions: ["missingkey=error"].',
        });
    }
  },
};
