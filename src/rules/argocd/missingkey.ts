import {
  asMap,
  asScalar,
  asSequence,
  booleanAt,
  get,
  getEntry,
  itemsAt,
} from '../../model/access.ts';
import { appendItem, insertAfter, replaceScalar } from '../../model/edits.ts';
import type { LocatedValue } from '../../model/located.ts';
import type { Edit } from '../../source/edit.ts';
import { fixOf, type Rule } from '../rule.ts';

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
          fix: fixOf('unsafe', 'Set missingkey=error', setOption(value)),
          message: 'goTemplate without missingkey=error: a misspelt key prints "<no value>"',
          help: 'Add goTemplateOptions: ["missingkey=error"].',
        });
    }
  },
};

/** Changes the option that is there, adds it to the others, or adds the list. */
function setOption(value: LocatedValue): Edit | undefined {
  const spec = asMap(get(value, 'spec'));
  const goTemplate = getEntry(spec, 'goTemplate');
  const options = asSequence(get(spec, 'goTemplateOptions'));
  const other = options?.items.find(
    item => item.kind === 'scalar' && item.text.startsWith('missingkey='),
  );
  const scalar = asScalar(other);
  if (scalar) return replaceScalar(scalar, 'missingkey=error');
  if (options) return appendItem(options, '"missingkey=error"');
  if (!spec || !goTemplate || getEntry(spec, 'goTemplateOptions')) return undefined;
  return insertAfter(spec, goTemplate, 'goTemplateOptions', '["missingkey=error"]');
}
