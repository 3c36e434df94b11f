import { describe, expect, it } from 'vitest';
import { updatedPolicy } from '../../src/cli/update-policy.ts';
import {
  type Suggestion,
  suggested,
  suggestedList,
  suggestedMap,
} from '../../src/config/suggestion.ts';

const section = (key: 'gateways' | 'domains', value: Suggestion, text: string) => ({
  section: { key, comment: '', value },
  text,
});
const file = { path: 'apps/edge.yaml', text: 'a: 1\nb: 2\n' };
const GATEWAYS = section(
  'gateways',
  suggestedMap({
    one: suggestedMap({ class: suggested('envoy') }),
    two: suggestedMap({ class: suggested('cilium', { file, start: 5, end: 6 }) }),
  }),
  '# Gateways.\ngateways:\n  one:\n    class: envoy\n',
);
const DOMAINS = section(
  'domains',
  suggestedList([suggested('example.com')]),
  '# Domains.\ndomains:\n  - example.com\n',
);
const update = (text: string) => updatedPolicy({ path: 'p', text }, [GATEWAYS, DOMAINS], 'apps');

describe('init --update adds what is new, and touches nothing else', () => {
  it.each<[string, string, string]>([
    [
      'a section and an entry',
      'extends:   inferred # mine\ngateways:\n    one: {audience:  public} # kept\n\n# the end\n',
      'extends:   inferred # mine\ngateways:\n    one: {audience:  public} # kept\n    two:\n      class: cilium # edge.yaml:2\n\n# the end\n\n# Domains.\ndomains:\n  - example.com\n',
    ],
    [
      'at the end without a line end',
      'domains: [a.example]\ngateways:\n  one:\n    class: x',
      'domains: [a.example]\ngateways:\n  one:\n    class: x\n  two:\n    class: cilium # edge.yaml:2\n',
    ],
    [
      'with the line ends of the file',
      'domains: [a.example]\r\ngateways:\r\n  one: {}\r\n',
      'domains: [a.example]\r\ngateways:\r\n  one: {}\r\n  two:\r\n    class: cilium # edge.yaml:2\r\n',
    ],
    [
      'nothing to a map in braces',
      'domains: []\ngateways: {one: {}}\n',
      'domains: []\ngateways: {one: {}}\n',
    ],
    [
      'nothing that is there as a comment',
      '# domains:\n#   - example.com\ngateways:\n  one: {}\n  two: {}\n',
      '# domains:\n#   - example.com\ngateways:\n  one: {}\n  two: {}\n',
    ],
  ])('%s', (_, before, after) => {
    expect(update(before)).toBe(after);
    expect(update(after)).toBe(after);
  });

  it.each([['{domains: []}'], ['- a'], ['a: ['], ['a: 1\n---\nb: 2\n']])(
    '%s is left alone',
    text => {
      expect(update(text)).toBeUndefined();
    },
  );
});
