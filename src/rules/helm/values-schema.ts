import { problemRule } from '../rule.ts';

export const valuesSchema = problemRule({
  id: 'helm/values-schema',
  severity: 'error',
  summary:
    "Values that the chart's own schema refuses, and app-template values that its validation does: wrong types, misplaced or misspelt keys, identifiers that do not exist.",
  rationale: 'Helm stops when it renders the chart: nothing of the application is deployed.',
  remedy: 'Correct the value as the schema or the documentation of the chart has it.',
  reference: 'https://helm.sh/docs/topics/charts/#schema-files',
});
