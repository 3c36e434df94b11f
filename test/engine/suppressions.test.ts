import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { runRules } from '../../src/engine/lint.ts';
import { commentsIn } from '../../src/engine/suppressions/comments.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import { rules } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { textOf } from '../../src/source/text.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const policy = makePolicy(undefined, 'inferred') as Policy;

/** A rule that marks the characters `HERE` wherever they stand in a file, and nothing else. */
const here: Rule = {
  id: 'test/here',
  severity: 'error',
  summary: '',
  rationale: '',
  remedy: '',
  reference: '',
  check({ cluster, report }) {
    for (const { file } of cluster.lintedFiles) {
      const start = file.text.indexOf('HERE');
      if (start >= 0) report({ at: { file, start, end: start + 4 }, message: 'here' });
    }
  },
};

function run(text: string, today = '2026-01-01') {
  const cluster = loadCluster(openSources(memoryTree({ 'a.yaml': text })), policy, () => {});
  const suppressions = rules.filter(({ id }) => id.startsWith('suppression/'));
  const known = [here, ...suppressions];
  const { findings, suppressed } = runRules(cluster, policy, known, { known, today });
  return { said: findings.map(({ ruleId }) => ruleId), hidden: suppressed.length };
}

const HIDDEN = { said: [], hidden: 1 };
const LINE = '# pitower-lint-disable-line test/here -- why';
const NEXT = '# pitower-lint-disable-next-line test/here -- why';
const HEAD = 'kind: ConfigMap\nmetadata: {name: a}\n';

/** Where a finding may be: `<LINE>` stands where the comment of its line goes, `<NEXT>` above it. */
const NODES: [string, string][] = [
  ['a key', '<NEXT>\nHERE: 1 <LINE>\n'],
  ['a plain scalar', '<NEXT>\na: HERE <LINE>\n'],
  ['a scalar in single quotes', "<NEXT>\na: 'HERE' <LINE>\n"],
  ['a scalar in double quotes', '<NEXT>\na: "\\tHERE # no comment" <LINE>\n'],
  ['the second line of a plain scalar', '<NEXT>\na: first\n  HERE <LINE>\n'],
  ['a later line of a quoted scalar', '<NEXT>\na: "first\n\n  HERE" <LINE>\n'],
  ['a literal block', '<NEXT>\na: | <LINE>\n  first\n  # no comment\n  HERE\n'],
  ['a folded block with indicators', '<NEXT>\na: >2- <LINE>\n    first\n    HERE\n'],
  ['an item of a block sequence', 'a:\n  - 0\n  <NEXT>\n  - HERE <LINE>\n'],
  ['a map in a block sequence', 'a:\n  <NEXT>\n  - x: HERE <LINE>\n    y: 1\n'],
  ['an item of a flow sequence', '<NEXT>\na: [0, HERE, 1] <LINE>\n'],
  ['an item of a flow sequence of several lines', 'a: [0,\n  <NEXT>\n  HERE, <LINE>\n  1]\n'],
  ['a value of a flow map', '<NEXT>\na: {x: HERE} <LINE>\n'],
  ['an anchored value', '<NEXT>\na: &b HERE <LINE>\n'],
  ['a tagged value', '<NEXT>\na: !!str HERE <LINE>\n'],
  ['an alias', 'a: &HER 1\n<NEXT>\nb: *HER # HERE <LINE>\n'],
  ['a merge key', 'a: &x {z: 1}\nb:\n  <NEXT>\n  <<: [*x] # HERE <LINE>\n'],
  ['a value on the line below its key', 'a:\n  <NEXT>\n  HERE <LINE>\n'],
  ['a second document', 'a: 1\n---\nkind: ConfigMap\n<NEXT>\nb: HERE <LINE>\n'],
  ['the line of a document marker', 'a: 1\n<NEXT>\n--- {b: HERE} <LINE>\n'],
];

describe('a suppression covers what begins on its line, whatever it is', () => {
  describe.each(NODES)('%s', (_, template) => {
    const shape = (line: string, next: string) =>
      HEAD +
      template
        .replace(/ *<LINE>/, line && ` ${line}`)
        .replace(/^ *<NEXT>\n/m, match => (next ? match.replace('<NEXT>', next) : ''));

    it('is reported without one', () => {
      expect(run(shape('', ''))).toEqual({ said: ['test/here'], hidden: 0 });
    });
    it('is hidden from above, with other comments and blank lines between', () => {
      expect(run(shape('', NEXT))).toEqual(HIDDEN);
      expect(run(shape('', `${NEXT}\n\n# more`))).toEqual(HIDDEN);
    });
    it('is hidden from its own line', () => {
      // Of a multi-line scalar in flow style the last line is its own too, but not the first.
      expect(run(shape(LINE, ''))).toEqual(HIDDEN);
    });
    it('is hidden in a file with CRLF', () => {
      expect(run(shape('', NEXT).replaceAll('\n', '\r\n'))).toEqual(HIDDEN);
    });
    it('is not hidden from another line', () => {
      const { said, hidden } = run(`${LINE}\n${shape('', '')}`);
      expect({ said: said.sort(), hidden }).toEqual({
        said: ['suppression/unused', 'test/here'],
        hidden: 0,
      });
    });
  });
});

describe('the whole file', () => {
  const FILE = '# pitower-lint-disable test/here -- why\n';
  it.each([
    ['the first line', FILE],
    ['below other comments and blank lines', `# x\n\n${FILE}`],
    ['below a document marker', `---\n# x\n${FILE}`],
    ['below a byte order mark', `\uFEFF${FILE}`],
    ['below a directive', `%YAML 1.2\n---\n${FILE}`],
  ])('%s', (_, head) => {
    expect(run(`${head}${HEAD}a: HERE\n`)).toEqual(HIDDEN);
  });
});

describe('until', () => {
  const text = `${HEAD}a: HERE # pitower-lint-disable-line test/here until 2026-03-31 -- why\n`;
  it.each([
    ['2026-03-30', HIDDEN],
    ['2026-03-31', HIDDEN],
    ['2026-04-01', { said: ['test/here', 'suppression/expired'], hidden: 0 }],
  ])('on %s', (today, expected) => {
    expect(run(text, today)).toEqual(expected);
  });
});

it('several rules, some of them used', () => {
  const text = `${HEAD}a: HERE # pitower-lint-disable-line test/here,suppression/unused, test/none -- why\n`;
  expect(run(text).said).toEqual(['suppression/unused', 'suppression/unknown-rule']);
});

describe('comments', () => {
  it('come from the tokens: what is in a scalar is none', () => {
    const text =
      '# 1\na: "# no" # 2\nb: x#no\nc: |\n  # no\nd: [1, # 3\n  2] # 4\n\'# no\': >-\n  # no\n# 5';
    const file = { path: 'a.yaml', text };
    expect(commentsIn(file).map(textOf)).toEqual(['# 1', '# 2', '# 3', '# 4', '# 5']);
  });

  it('cover exactly their characters in any text', () => {
    const part = fc.constantFrom(
      '# c',
      'a: 1',
      '- "x # y"',
      '|',
      '\n',
      '\r\n',
      ' ',
      '---',
      '[',
      '}',
      '&a',
      '\uFEFF',
      '\u0002',
      '\u001F',
      '#x',
      ': ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), parts => {
        const file = { path: 'a.yaml', text: parts.join('') };
        for (const comment of commentsIn(file)) expect(textOf(comment)).toMatch(/^#[^\n]*$/);
      }),
    );
  });

  it('lead a file or not, and stand alone or not', () => {
    const shape = (path: string, text: string) =>
      commentsIn({ path, text }).map(comment => [
        textOf(comment),
        comment.leading ? 'leading' : 'later',
        comment.alone ? 'alone' : 'beside',
      ]);
    expect(shape('a.yml', '\uFEFF# 1\r\n\t # 2\n--- # 3\n# 4\nk: v # 5\n  # 6\n')).toEqual([
      ['# 1', 'leading', 'alone'],
      ['# 2', 'leading', 'alone'],
      ['# 3', 'leading', 'beside'],
      ['# 4', 'leading', 'alone'],
      ['# 5', 'later', 'beside'],
      ['# 6', 'later', 'alone'],
    ]);
    expect(shape('justfile', '\n# 1\n\n  # 2\nx:\n# 3\n')).toEqual([
      ['# 1', 'leading', 'alone'],
      ['# 2', 'leading', 'alone'],
      ['# 3', 'later', 'alone'],
    ]);
  });

  it('of a recipe are its lines that begin with #', () => {
    const file = { path: 'justfile', text: '# 1\nrun:\n  # 2\n  echo "# no" # no\n' };
    expect(commentsIn(file).map(textOf)).toEqual(['# 1', '# 2']);
  });
});

describe('families and globs', () => {
  it.each(['test', 'test/*', '*/here'])('%s hides what its rules find', name => {
    expect(run(`a: HERE # pitower-lint-disable-line ${name} -- why\n`)).toEqual(HIDDEN);
  });

  it.each(['tests', 'other/*', 'tes'])('%s is no rule', name => {
    expect(run(`a: HERE # pitower-lint-disable-line ${name} -- why\n`)).toEqual({
      said: ['test/here', 'suppression/unknown-rule'],
      hidden: 0,
    });
  });

  it('one that hides nothing is reported', () => {
    expect(run('a: 1 # pitower-lint-disable-line test/* -- why\n').said).toEqual([
      'suppression/unused',
    ]);
  });
});
