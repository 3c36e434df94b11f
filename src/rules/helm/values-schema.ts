import { problemRule } from '../rule.ts';

export const valuesSchema = problemRule({
  id: 'helm/values-schema',
  severity: 'error',
  summary:
    "app-template values that the chart's own schema or validation refuses: misplaced or misspelt keys, identifiers that do not exist.",
  rationale: 'Helm stops when it renders the chart: nothing of the application is deployed.',
  remedy: 'Correct the value; the nearest key or identifier is offered.',
  reference: 'https://bjw-s-labs.github.io/helm-charts/docs/app-template/',
});
