import { labelAt } from '../../model/schema/labels.ts';
import type { Rule } from '../rule.ts';

export const invalid: Rule = {
  id: 'schema/invalid',
  severity: 'error',
  summary: 'An object whose fields, types or enums its API refuses.',
  rationale:
    "kustomize and Helm pass on what they don't know. The API server refuses the object then, or drops the field as if it weren't there: a misspelt `readOnlyRootFilesystem` protects nothing. Custom resources are held against their definitions in the repository and in the charts at hand: types, enums, patterns, keys of lists and CEL rules, those on changes excepted. Where the definition is in neither, kinds of well-known operators are held against all that their releases ever had; a field that is like none of theirs is `likely`.",
  remedy: 'Write the field as the API has it; `kubectl explain` describes it.',
  reference:
    'https://kubernetes.io/docs/reference/using-api/api-concepts/#validation-for-unrecognized-or-duplicate-fields',
  general: true,
  check({ cluster, report }) {
    // yaml/syntax speaks of what is taken as another value.
    for (const {
      at,
      message,
      help,
      path,
      unquoted,
      misread,
      dropped,
      doubt,
    } of cluster.schemaFlaws)
      if (!misread && !(labelAt(path) && unquoted))
        report({ at, message, help, doubt, ...(dropped && { severity: 'warning' }) });
  },
};
