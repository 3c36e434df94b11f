import { describe, expect, it } from 'vitest';
import { emptyReport, format, madeFinding } from '../support/report.ts';

const text = `key: "${'a'.repeat(80)} HERE ${'b'.repeat(80)}"\n`;
const at = {
  file: { path: 'a.yaml', text },
  start: text.indexOf('HERE'),
  end: text.indexOf('HERE') + 4,
};
const report = { ...emptyReport(), findings: [madeFinding(at)] };

describe('stylish on a terminal', () => {
  it.each([40, 60, 80, 120])('of %i columns shows the marked characters on one line', columns => {
    const lines = format('stylish', report, { columns }).text.split('\n');
    const i = lines.findIndex(line => /\|\s+\^+$/.test(line));
    const [frame = '', marks = ''] = [lines[i - 1], lines[i]];
    expect(Math.max(frame.length, marks.length)).toBeLessThanOrEqual(columns);
    expect(frame.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('links rules to their pages, where the terminal knows links', () => {
    const link =
      '\u001B]8;;https://github.com/pitower/pitower-lint/blob/main/docs/rules/yaml/syntax.md\u0007';
    expect(format('stylish', report, { links: true }).text).toContain(
      `${link}yaml/syntax\u001B]8;;\u0007`,
    );
    expect(format('stylish', report).text).not.toContain('\u001B]8');
  });
});
