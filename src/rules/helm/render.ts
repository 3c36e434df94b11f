import { problemRule } from '../rule.ts';

export const render = problemRule({
  id: 'helm/render',
  severity: 'error',
  summary: 'A chart of the repository that Helm refuses to render with the values it gets.',
  rationale:
    'One failing template, a value that `required` asks for, a chart that cannot be loaded: Helm prints nothing at all, and the sync of everything in the chart fails.',
  remedy: 'Give the value that is asked for, or mend the template where it fails.',
  reference: 'https://helm.sh/docs/chart_template_guide/debugging/',
});
