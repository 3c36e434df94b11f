import type { Edit } from '../../source/edit.ts';
import { hasOptionalKeys } from '../../template/go/optional-keys.ts';
import {
  asScalar,
  asSequence,
  booleanAt,
  getEntry,
  getMap,
  itemsAt,
  scalarsIn,
} from '../../yaml/access.ts';
import { appendItem, insertAfter, replaceScalar } from '../../yaml/edits.ts';
import type { LocatedEntry, LocatedMap } from '../../yaml/located.ts';
import { fixOf, type Rule } from '../rule.ts';

export const missingkey: Rule = {
  id: 'argocd/missingkey',
  severity: 'info',
  summary: '`goTemplate` without `missingkey=error`, where no template tests for a missing key.',
  rationale: 'A misspelt key prints `<no value>` into names and paths instead of failing.',
  remedy: 'Set `goTemplateOptions: ["missingkey=error"]`.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/#limitations',
  fixable: 'unsafe',
  check({ cluster, report }) {
    for (const { value } of cluster.applicationSets) {
      const spec = getMap(value, 'spec');
      const goTemplate = getEntry(spec, 'goTemplate');
      if (!spec || !goTemplate || !booleanAt(goTemplate.value)) continue;
      const options = getEntry(spec, 'goTemplateOptions');
      if (itemsAt(options?.value).some(item => asScalar(item)?.text === WANTED)) continue;
      if (scalarsIn(spec).some(({ text }) => text.includes('{{') && hasOptionalKeys(text)))
        continue;
      report({
        at: options?.key ?? goTemplate.key,
        fix: fixOf('unsafe', `Set ${WANTED}`, setOption(spec, goTemplate, options)),
        message: '`goTemplate` without `missingkey=error`: a misspelt key prints `<no value>`',
        help: 'Set `goTemplateOptions: ["missingkey=error"]`.',
      });
    }
  },
};

const WANTED = 'missingkey=error';

/** Changes the option that is there, adds it to the others, or adds the list. */
function setOption(
  spec: LocatedMap,
  goTemplate: LocatedEntry,
  options: LocatedEntry | undefined,
): Edit | undefined {
  if (!options) return insertAfter(spec, goTemplate, 'goTemplateOptions', `["${WANTED}"]`);
  const other = itemsAt(options.value)
    .map(asScalar)
    .find(item => item?.text.startsWith('missingkey='));
  if (other) return replaceScalar(other, WANTED);
  const list = asSequence(options.value);
  return list && appendItem(list, `"${WANTED}"`);
}
