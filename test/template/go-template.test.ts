import { describe, expect, it, test } from 'vitest';
import {
  parseGoTemplate,
  parseTemplateOptions,
  renderGoTemplate,
} from '../../src/template/go/render.ts';
import type { MissingKey } from '../../src/template/go/scope.ts';
import { type GoValue, unknowableValue } from '../../src/template/go/value.ts';
import type { RenderResult } from '../../src/template/result.ts';
import { fromJson, mapOf, PARAMS } from './go-data.ts';
import { GO_VECTORS } from './go-vectors.ts';

function render(
  text: string,
  data: GoValue = PARAMS,
  missingKey: MissingKey = 'default',
): RenderResult {
  const parsed = parseGoTemplate(text);
  return parsed.ok
    ? renderGoTemplate(parsed.template, data, { missingKey })
    : { status: 'error', error: parsed.error };
}

/** The text, or the message after `error: `. */
function show(text: string, missingKey: MissingKey = 'default', data: GoValue = PARAMS): string {
  const result = render(text, data, missingKey);
  if (result.status === 'rendered') return result.text;
  return result.status === 'error'
    ? `error: ${result.error.message}`
    : `unknowable: ${result.reason}`;
}

/** The piece of the template that a result points at. */
function pointedAt(text: string, missingKey: MissingKey = 'default'): string {
  const result = render(text, PARAMS, missingKey);
  if (result.status === 'rendered') return '';
  const { start, end } = result.status === 'error' ? result.error : result;
  return text.slice(start, end);
}

describe('ApplicationSet templates with goTemplate: true', () => {
  test.each([
    ['G1', '{{.path.path}}', 'apps/b/overlays/my_prod.v1'],
    ['G2', '{{ .path.basename | normalize }}', 'my-prod.v1'],
    ['G3', '{{index .path.segments 1}}', 'b'],
    ['G4', '{{index .path.segments 9}}', 'error: error calling index: index out of range: 9'],
    ['G5', '{{.path[0]}}', "error: bad character U+005B '['"],
    ['G6', '{{path.basename}}', 'error: function "path" not defined'],
    ['G7', '{{.nope}}', '<no value>'],
    ['G8', '{{.nope.deep}}', '<no value>'],
    ['G9', '{{.values.zzz}}', '<no value>'],
    ['G10', '{{default "d" .nope}}', 'd'],
    ['G11', '{{if .nope}}y{{else}}n{{end}}', 'n'],
    ['G12', '{{dig "nope" "d" .}}', 'd'],
    ['G13', '{{hasKey . "nope"}}', 'false'],
    ['G14', '{{index . "nope"}}', '<no value>'],
    [
      'G15',
      '{{.path}}',
      'map[basename:my_prod.v1 basenameNormalized:my-prod.v1 path:apps/b/overlays/my_prod.v1 segments:[apps b overlays my_prod.v1]]',
    ],
    ['G16', '{{.path.path.zzz}}', "error: can't evaluate field zzz in type interface {}"],
    ['G17', '{{.list}} / {{.flag}}', '[x y] / true'],
    ['G18 env', '{{env "HOME"}}', 'error: function "env" not defined'],
    ['G18 required', '{{required "x" .nope}}', 'error: function "required" not defined'],
    ['G18 include', '{{include "a" .}}', 'error: function "include" not defined'],
    ['G19', '{{- .path.basename -}} x', 'my_prod.v1x'],
    ['G20 last', '{{last .path.segments}}', 'my_prod.v1'],
    ['G20 base', '{{base .path.path}}', 'my_prod.v1'],
    ['G21', '{{trunc 3 .path.basename}}', 'my_'],
    ['G22', '{{.path.segments | join "-"}}', 'apps-b-overlays-my_prod.v1'],
    ['G23', '{{range .list}}', 'error: unexpected EOF'],
    ['G24 open', '{{', 'error: unclosed action'],
    ['G24 empty', '{{ }}', 'error: missing value for command'],
  ])('%s %s', (_, template, expected) => {
    expect(show(template)).toBe(expected);
  });

  test.each([
    ['G7', '{{.nope}}', 'error: map has no entry for key "nope"'],
    ['G8', '{{.nope.deep}}', 'error: map has no entry for key "nope"'],
    ['G9', '{{.values.zzz}}', 'error: map has no entry for key "zzz"'],
    ['G10', '{{default "d" .nope}}', 'error: map has no entry for key "nope"'],
    ['G11', '{{if .nope}}y{{else}}n{{end}}', 'error: map has no entry for key "nope"'],
    ['coalesce', '{{coalesce .nope "d"}}', 'error: map has no entry for key "nope"'],
    ['G12', '{{dig "nope" "d" .}}', 'd'],
    ['G13', '{{hasKey . "nope"}}', 'false'],
    ['G14', '{{index . "nope"}}', '<no value>'],
  ])('%s %s with missingkey=error', (_, template, expected) => {
    expect(show(template, 'error')).toBe(expected);
  });

  it('G9 prints nothing for an absent value with missingkey=zero', () => {
    expect(show('{{.values.zzz}}', 'zero')).toBe('');
  });

  test.each([
    ['none', [], { ok: true, missingKey: 'default' }],
    [
      'the last one wins',
      ['missingkey=zero', 'missingkey=error'],
      { ok: true, missingKey: 'error' },
    ],
    [
      'G25 unknown',
      ['missingkey=bogus'],
      { ok: false, index: 0, message: 'unrecognized option: missingkey=bogus' },
    ],
    ['empty', [''], { ok: false, index: 0, message: 'empty option string' }],
  ])('options: %s', (_, options, expected) => {
    expect(parseTemplateOptions(options)).toEqual(expected);
  });

  test.each([
    [999999, '999999'],
    [1000000, '1e+06'],
    [1234567, '1.234567e+06'],
    [1, '1'],
    [0.00001, '1e-05'],
    [2, '2'],
  ])('the list number %d is a float64 and prints as %s', (number, text) => {
    expect(show('{{.x}}', 'default', mapOf({ x: number }))).toBe(text);
  });
});

describe('text/template and sprig as Go renders them', () => {
  test.each(GO_VECTORS)('%s', (template, ...texts) => {
    const modes: readonly MissingKey[] = ['default', 'zero', 'error'];
    const actual = modes.map(mode => {
      const result = render(template, PARAMS, mode);
      return result.status === 'rendered' ? result.text : result.status === 'error' ? null : result;
    });
    expect(actual).toEqual(texts.length === 1 ? [texts[0], texts[0], texts[0]] : texts);
  });
});

describe('where a result points', () => {
  test.each([
    ['a field', 'a {{ .path.path.zzz }} b', '.path.path.zzz'],
    ['a missing key', '{{ default "d" .values.zzz }}', '.values.zzz'],
    ['an unknown function', 'x {{ .s | foo }}', 'foo'],
    ['a failing call', '{{ .s | trunc 3 }}{{ index .list 7 }}', 'index .list 7'],
    ['a wrong argument', '{{ upper .n }}', '.n'],
    ['an unclosed action', 'abc {{ .s ', '{{ .s '],
    ['a bad character', '{{.path[0]}}', '.path['],
    ['an unknowable call', 'a {{ now | quote }}', 'now'],
    ['a text beyond the basic plane', '😀{{ .nope }}', '.nope'],
  ])('%s: %s', (_, template, piece) => {
    expect(pointedAt(template, 'error')).toBe(piece);
  });
});

describe('what no static check can know', () => {
  test.each([
    ['the time', '{{ now }}', 'now depends on the time'],
    ['chance', '{{ randAlpha 3 }}', 'randAlpha is random'],
    [
      'map order',
      '{{ keys (dict "a" 1 "b" 2) | join "," }}',
      'keys gives its result in random order',
    ],
    ['a change of the parameters', '{{ set . "a" 1 }}', "set changes the template's parameters"],
    ['half a character', '{{ trunc 1 "é" }}', 'a character is cut in half'],
  ])('%s: %s', (_, template, reason) => {
    expect(show(template)).toBe(`unknowable: ${reason}`);
  });

  it('is nothing about a regular expression that backtracking would be slow on', () => {
    expect(show('{{ regexMatch "(a+)+$" .s }}')).toBe('false');
  });

  it('is not asked for in a branch that is not taken', () => {
    expect(show('{{ if false }}{{ now }}{{ end }}ok')).toBe('ok');
  });

  it('sorts the keys of a map back into knowledge', () => {
    expect(show('{{ keys (dict "b" 1 "a" 2) | sortAlpha | join "," }}')).toBe('a,b');
  });

  test.each([
    '{{ .cluster }}',
    '{{ .cluster.name }}',
    '{{ .cluster | default "x" }}',
    '{{ . }}',
    '{{ toJson . }}',
    '{{ toYaml . }}',
    '{{ if .cluster }}a{{ end }}',
    '{{ range .cluster }}a{{ end }}',
    '{{ index . "cluster" | upper }}',
    '{{ get . "cluster" }}',
  ])('an unknowable parameter makes %s unknowable', template => {
    const data = new Map([['cluster', unknowableValue('the clusters are not declared')]]);
    expect(show(template, 'default', data)).toBe('unknowable: the clusters are not declared');
  });
});

describe('hostile templates', () => {
  const deep = `{{ $x := list 1 }}${'{{ $x = list $x $x }}'.repeat(40)}`;
  test.each([
    ['nested loops', '{{range until 9999}}{{range until 9999}}x{{end}}{{end}}'],
    ['a huge integer', '{{range 999999999999}}{{end}}'],
    ['repetition of repetition', '{{ repeat 9999 (repeat 9999 "x") }}'],
    ['a growing string', `{{ $x := "ab" }}${'{{ $x = print $x $x }}'.repeat(60)}{{ $x }}`],
    ['printing a shared tree', `${deep}{{ $x }}`],
    ['JSON of a shared tree', `${deep}{{ toJson $x }}`],
    ['YAML of a shared tree', `${deep}{{ toYaml $x }}`],
    ['comparing shared trees', `${deep}{{ deepEqual $x (list (first $x) (last $x)) }}`],
    ['copying a shared tree', `${deep}{{ deepCopy $x }}`],
    [
      'a template calling itself',
      '{{define "a"}}{{template "a"}}{{template "a"}}{{end}}{{template "a"}}',
    ],
    ['deep parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
    ['deep blocks', `${'{{if 1}}'.repeat(5000)}${'{{end}}'.repeat(5000)}`],
    ['a wide padding', '{{ printf "%999999999d" 1 }}'],
    ['a long sequence', '{{ untilStep 0 999999999 1 }}'],
    ['replacing nothing', '{{ replace "" (repeat 9999 "x") (repeat 9999 "y") }}'],
    ['deep JSON', `{{ fromJson "${'['.repeat(20000)}${']'.repeat(20000)}" }}`],
    ['deep YAML', `{{ fromYaml "${'['.repeat(20000)}" }}`],
    ['unique values of a long list', '{{ uniq (until 50000) }}'],
  ])('%s end soon', (_, template) => {
    const start = performance.now();
    expect(show(template)).toMatch(/too large|nest/);
    // Some tens of milliseconds alone; a busy machine gets its share.
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('a key named __proto__ is a key like any other', () => {
    const data = fromJson(JSON.parse('{"__proto__": {"polluted": "here"}}'));
    const template = '{{ .polluted }}|{{ index . "__proto__" "polluted" }}|{{ toYaml . }}';
    expect(show(template, 'default', data)).toBe('<no value>|here|__proto__:\n  polluted: here');
    expect('polluted' in {}).toBe(false);
  });
});
