import { describe, expect, it } from 'vitest';
import { conflict, isEqual } from '../../src/engine/fixes/apply.ts';
import { findFixes } from '../../src/find-fixes.ts';
import { fixOf, type Rule } from '../../src/rules/rule.ts';
import type { Edit } from '../../src/source/edit.ts';
import { get, getEntry } from '../../src/yaml/access.ts';
import { replaceScalar } from '../../src/yaml/edits.ts';
import type { LocatedScalar } from '../../src/yaml/located.ts';
import { memoryTree } from '../support/memory-tree.ts';

const file = { path: 'a.yaml', text: '0123456789' };
const other = { ...file, path: 'b.yaml' };
const edit = (start: number, end: number, text = 'x', of = file): Edit => ({
  at: { file: of, start, end },
  text,
});

describe('two edits', () => {
  it.each<[string, Edit, Edit, boolean]>([
    ['apart', edit(0, 2), edit(4, 6), false],
    ['touching', edit(0, 2), edit(2, 4), false],
    ['overlapping', edit(0, 3), edit(2, 4), true],
    ['one inside the other', edit(0, 9), edit(2, 4), true],
    ['insertions at one place', edit(3, 3), edit(3, 3, 'y'), true],
    ['an insertion at the start of a replacement', edit(3, 3), edit(3, 5), true],
    ['an insertion at the end of a replacement', edit(5, 5), edit(3, 5), false],
    ['an insertion inside of a replacement', edit(4, 4), edit(3, 5), true],
    ['the same twice', edit(0, 2), edit(0, 2), false],
    ['other texts at one place', edit(0, 2), edit(0, 2, 'y'), true],
    ['of different files', edit(0, 2), edit(0, 2, 'y', other), false],
  ])('%s', (_, a, b, clash) => {
    expect([conflict(a, b), conflict(b, a)]).toEqual([clash, clash]);
  });

  it.each<[string, Edit, boolean]>([
    ['all of it', edit(1, 2), true],
    ['another start', edit(0, 2), false],
    ['another end', edit(1, 3), false],
    ['another text', edit(1, 2, 'y'), false],
    ['another file', edit(1, 2, 'x', other), false],
  ])('are equal by %s', (_, b, equal) => expect(isEqual(edit(1, 2), b)).toBe(equal));
});

/** Turns `data.<key>: <from>` of every ConfigMap into `<to>`. */
const rule = (key: string, from: string, to: string, applicability: 'safe' | 'unsafe'): Rule => ({
  id: `test/${key}-${from}`,
  severity: 'error',
  summary: '',
  rationale: '',
  remedy: '',
  reference: '',
  fixable: applicability,
  check({ cluster, report }) {
    for (const { value } of cluster.resources.ofKind('ConfigMap')) {
      const scalar = get(value, 'data', key) as LocatedScalar | undefined;
      if (scalar?.text !== from) continue;
      report({
        at: scalar,
        message: from,
        fix: fixOf(applicability, to, replaceScalar(scalar, to)),
      });
    }
  },
});

const configMap = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {${data}}\n`;
const find = (files: Record<string, string>, rules: readonly Rule[], unsafe = false) =>
  findFixes(
    {
      tree: memoryTree({
        'kustomization.yaml': `resources: [${Object.keys(files)}]\n`,
        ...files,
      }),
      policyFile: undefined,
      rules,
    },
    unsafe,
  );
const texts = (fixes: ReturnType<typeof findFixes>) =>
  fixes.files.map(({ path, before, after }) => [path, before, after]);

describe('finding fixes', () => {
  it('makes the unsafe ones on request only', () => {
    const files = { 'a.yaml': configMap('a', 'k: one, l: one') };
    const rules = [rule('k', 'one', 'two', 'safe'), rule('l', 'one', 'two', 'unsafe')];
    expect(texts(find(files, rules))).toEqual([
      ['a.yaml', files['a.yaml'], configMap('a', 'k: two, l: one')],
    ]);
    expect(texts(find(files, rules, true))).toEqual([
      ['a.yaml', files['a.yaml'], configMap('a', 'k: two, l: two')],
    ]);
  });

  it('goes on until nothing is left, and keeps the first text as the one before', () => {
    const files = { 'b.yaml': configMap('b', 'k: one'), 'a.yaml': configMap('a', 'k: one') };
    const chain = ['one', 'two', 'three'].map((from, i) =>
      rule('k', from, ['two', 'three', 'four'][i] ?? '', 'safe'),
    );
    const fixes = find(files, chain);
    expect(texts(fixes)).toEqual([
      ['a.yaml', files['a.yaml'], configMap('a', 'k: four')],
      ['b.yaml', files['b.yaml'], configMap('b', 'k: four')],
    ]);
    expect(fixes.fixed).toHaveLength(6);
    const left = fixes.after.status === 'linted' ? fixes.after.report.findings : undefined;
    const first = fixes.before.status === 'linted' ? fixes.before.report.findings : undefined;
    expect([left?.length, first?.length]).toEqual([0, 2]);
  });

  it('ends where two rules undo each other, and calls no file changed that is as before', () => {
    const files = { 'a.yaml': configMap('a', 'k: one') };
    const fixes = find(files, [rule('k', 'one', 'two', 'safe'), rule('k', 'two', 'one', 'safe')]);
    expect(fixes.fixed).toHaveLength(10);
    expect(fixes.files).toEqual([]);
  });

  it('gives a fix up that breaks the file, once', () => {
    const breaking: Rule = {
      ...rule('k', 'one', 'two', 'safe'),
      check({ cluster, report }) {
        for (const { value } of cluster.resources.ofKind('ConfigMap')) {
          const { key } = getEntry(value, 'data', 'k') ?? {};
          if (!key) continue;
          const edits = [{ at: key.origin, text: '[' }];
          report({ at: key, message: 'k', fix: { title: '', applicability: 'safe', edits } });
        }
      },
    };
    const fixes = find({ 'a.yaml': configMap('a', 'k: one, l: one') }, [
      breaking,
      rule('l', 'one', 'two', 'safe'),
    ]);
    expect(fixes.dropped).toHaveLength(1);
    expect(texts(fixes).map(([, , after]) => after)).toEqual([configMap('a', 'k: one, l: two')]);
  });

  it('leaves rendered manifests alone', () => {
    const outside = { path: '/out/a.yaml', text: configMap('a', 'k: one') };
    const fixes = findFixes(
      {
        tree: memoryTree({ 'kustomization.yaml': 'resources: []\n' }),
        policyFile: undefined,
        rendered: [outside],
        rules: [rule('k', 'one', 'two', 'safe')],
      },
      true,
    );
    const found = fixes.before.status === 'linted' ? fixes.before.report.findings : [];
    expect([found.length, fixes.fixed.length, fixes.files.length]).toEqual([1, 0, 0]);
  });

  it('hands on what is no result', () => {
    const outcome = findFixes({ tree: memoryTree({}), policyFile: undefined, rules: [] }, false);
    expect([outcome.before.status, outcome.after.status]).toEqual([
      'nothing-to-lint',
      'nothing-to-lint',
    ]);
  });
});
