import { describe, expect, it, test } from 'vitest';
import { expressionsOf } from '../../src/template/go/expressions.ts';
import { parseGoTemplate } from '../../src/template/go/render.ts';

function paths(text: string): string[] {
  const parsed = parseGoTemplate(text);
  if (!parsed.ok) return [parsed.error.message];
  return expressionsOf(parsed.template).map(
    ({ path, rooted }) => `${rooted ? '.' : '?'}${path.join('.')}`,
  );
}

describe('the fields a template uses', () => {
  test.each([
    ['plain', '{{.path.basename}} {{ .values.env | upper }}', ['.path.basename', '.values.env']],
    ['arguments and parentheses', '{{ default (print .a .b) .c }}', ['.a', '.b', '.c']],
    ['the root variable', '{{ range .list }}{{ $.a.b }}{{ .c }}{{ end }}', ['.list', '.a.b', '?c']],
    [
      'inside with',
      '{{ with .path }}{{ .basename }}{{ else }}{{ .x }}{{ end }}',
      ['.path', '.path.basename', '.x'],
    ],
    [
      'conditions and branches',
      '{{ if .a }}{{ .b }}{{ else if .c }}{{ .d }}{{ end }}',
      ['.a', '.b', '.c', '.d'],
    ],
    ['definitions', '{{ define "t" }}{{ .x }}{{ end }}{{ template "t" .y }}', ['?x', '.y']],
    ['fields of a call', '{{ (index .list 0).name }}', ['.list']],
    ['none', 'text {{ "a" }}', []],
  ])('%s', (_, template, expected) => {
    expect(paths(template)).toEqual(expected);
  });

  it('tells where each one is', () => {
    const text = 'a {{ .path.basename }}';
    const parsed = parseGoTemplate(text);
    const [first] = parsed.ok ? expressionsOf(parsed.template) : [];
    expect(text.slice(first?.start, first?.end)).toBe('.path.basename');
  });
});
