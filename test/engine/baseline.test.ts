import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyBaseline,
  type Baseline,
  entryOf,
  readBaseline,
  writeBaseline,
} from '../../src/engine/baseline.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { textOf } from '../../src/source/text.ts';

const finding = (ruleId: Finding['ruleId'], file: string, path: string): Finding => ({
  ruleId,
  severity: 'error',
  confidence: 'certain',
  message: 'whatever it says',
  at: { file: { path: file, text: '' }, start: 0, end: 0 },
  help: undefined,
  related: [],
  application: undefined,
  category: undefined,
  clusters: [],
  fix: undefined,
  secret: false,
  path,
  fingerprint: '',
});

const read = (text: string): Baseline => {
  const baseline = readBaseline({ path: 'baseline.jsonl', text });
  if (!('entries' in baseline)) throw new Error(baseline.message);
  return baseline;
};
const apply = (findings: readonly Finding[], text: string, ran: readonly string[]) =>
  applyBaseline(findings, {
    baseline: read(text),
    ran: new Set(ran),
    displayPath: path => path.replace(/^root\//, ''),
  });

const A = { rule: 'x/a', file: 'a.yaml', at: 'Service/n/a:spec' };
const B = { rule: 'x/b', file: 'b.yaml', at: 'Service/n/b:spec' };

describe('the file', () => {
  it('has one line an entry, sorted, each once', () => {
    expect(writeBaseline([B, A, B])).toBe(
      '{"rule":"x/a","file":"a.yaml","at":"Service/n/a:spec"}\n{"rule":"x/b","file":"b.yaml","at":"Service/n/b:spec"}\n',
    );
    expect(writeBaseline([])).toBe('');
  });

  it('is read back, whatever the names', () => {
    const text = fc.string();
    fc.assert(
      fc.property(fc.array(fc.record({ rule: text, file: text, at: text })), entries => {
        const { entries: back } = read(writeBaseline(entries));
        const plain = back.map(({ rule, file, at }) => ({ rule, file, at }));
        expect(writeBaseline(plain)).toBe(writeBaseline(entries));
      }),
    );
  });

  it('may have blank lines, and knows where each entry stands', () => {
    const { entries } = read(`\n${writeBaseline([A])}\n  \n${writeBaseline([B])}`);
    expect(entries.map(({ place }) => JSON.parse(textOf(place)).rule)).toEqual(['x/a', 'x/b']);
  });

  it.each([
    ['no JSON', 'x\n', 1],
    ['a list', '[]\n', 1],
    ['null', 'null\n', 1],
    ['no rule', '{"file":"a","at":"b"}\n', 1],
    ['no file', '{"rule":"a","at":"b"}\n', 1],
    ['a number for a place', `${writeBaseline([A])}{"rule":"a","file":"b","at":3}\n`, 2],
  ])('is refused with its line: %s', (_, text, line) => {
    expect(readBaseline({ path: 'b', text })).toEqual({
      line,
      message: 'a baseline has lines {`rule`: …, `file`: …, `at`: …}',
    });
  });
});

describe('what it accepts', () => {
  const found = finding('x/a', 'root/a.yaml', A.at);

  it('is the rule, the file as shown, and the node', () => {
    expect(entryOf(found, path => path.slice(5))).toEqual(A);
  });

  it('is taken away, however often it is there; the rest stays', () => {
    const others = [
      finding('x/b', 'root/a.yaml', A.at),
      finding('x/a', 'root/b.yaml', A.at),
      finding('x/a', 'root/a.yaml', 'Service/n/a:spec.ports'),
    ];
    const { kept, baselined, stale } = apply([found, ...others, found], writeBaseline([A]), [
      'x/a',
    ]);
    expect({ kept, baselined, stale }).toEqual({
      kept: others,
      baselined: [found, found],
      stale: [],
    });
  });

  it('is called stale, at its line, when it is gone and its rule ran', () => {
    const { stale } = apply([], writeBaseline([A, B]), ['x/b']);
    expect(stale.map(({ message }) => message)).toEqual([
      'the baseline accepts a finding of `x/b` in `b.yaml` that is gone',
    ]);
    expect(stale.map(({ at }) => ('file' in at ? at.file.path : ''))).toEqual(['baseline.jsonl']);
  });

  it('is nothing without a baseline', () => {
    const context = {
      baseline: undefined,
      ran: new Set<string>(),
      displayPath: (path: string) => path,
    };
    expect(applyBaseline([found], context)).toEqual({ kept: [found], baselined: [], stale: [] });
  });
});
