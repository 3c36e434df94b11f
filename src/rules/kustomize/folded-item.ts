import { problemRule } from '../rule.ts';

export const foldedItem = problemRule({
  id: 'kustomize/folded-item',
  severity: 'error',
  summary: 'A list item that YAML folded with its neighbour or its comment.',
  rationale:
    'A line that is indented deeper than the item above goes on with that item, and `#` begins a comment only after a blank: kustomize looks for a file of that whole name, and stops.',
  remedy:
    'Give each item a line and a `- ` of its own, all indented alike, and write a blank before `#`.',
  reference: 'https://yaml.org/spec/1.2.2/#733-plain-style',
});
