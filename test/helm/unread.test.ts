import { describe, expect, it } from 'vitest';
import { loadChart } from '../../src/helm/load.ts';
import { unreadKeys } from '../../src/helm/unread.ts';
import { asMap } from '../../src/yaml/access.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const CHART = 'apiVersion: v2\nname: c\nversion: 1.0.0\n';

/** The paths of keys that a chart does not know. */
function unread(values: string, files: Readonly<Record<string, string>>): string[] {
  const raw = Object.entries({ 'Chart.yaml': CHART, ...files }).map(([path, text]) => ({
    path,
    bytes: new TextEncoder().encode(text),
    name: path,
  }));
  const map = asMap(parseYaml({ path: 'v.yaml', text: values }).documents[0]?.value);
  if (!map) throw new Error('no map');
  return unreadKeys(loadChart(raw, false), map, false).map(({ path }) => path.join('.'));
}

const read = (values: string, template: string): string[] =>
  unread(values, { 'templates/x.yaml': template });

describe('what a template reads of values', () => {
  it.each([
    ['a field', '{{ .Values.a.b }}'],
    ['a field by a variable', '{{ $v := .Values }}{{ $v.a.b }}'],
    ['a field of a copy', '{{ (deepCopy .Values.a).b }}'],
    ['through with', '{{ with .Values.a }}{{ .b }}{{ end }}'],
    ['of the root in a loop', '{{ range list 1 2 }}{{ $.Values.a.b }}{{ end }}'],
    ['by index', '{{ index .Values "a" "b" }}'],
    ['by a name in a variable', '{{ $k := "b" }}{{ get .Values.a $k }}'],
    ['by a name that nobody knows', '{{ get .Values.a (.Files.Get "x") }}'],
    ['by dig', '{{ dig "a" "b" "" .Values }}'],
    ['all of it', '{{ toYaml .Values.a }}'],
    ['all of a pipe', '{{ .Values.a | toJson | quote }}'],
    ['all of what is around it', '{{ tpl (toYaml .Values) . }}'],
    ['in a named template', '{{ define "t" }}{{ .b }}{{ end }}{{ include "t" .Values.a }}'],
    [
      'in a template of a dict',
      '{{ define "t" }}{{ .x.b }}{{ end }}{{ template "t" (dict "x" .Values.a) }}',
    ],
    [
      'in one of several templates',
      '{{ define "t.x" }}{{ .b }}{{ end }}{{ include (printf "t.%s" .Release.Name) .Values.a }}',
    ],
    ['in a template that nobody knows', '{{ include .Release.Name .Values.a }}'],
    ['in a list', '{{ range list .Values.a }}{{ .b }}{{ end }}'],
    ['what was merged', '{{ $m := merge (dict) .Values.a }}{{ $m.b }}'],
    ['what was merged into values', '{{ $_ := merge .Values.z .Values.a }}{{ .Values.z.b }}'],
    ['what was put somewhere', '{{ $_ := set .Values "z" .Values.a }}{{ .Values.z.b }}'],
    ['what was put somewhere later', '{{ .Values.z.b }}{{ $_ := set .Values "z" .Values.a }}'],
    ['what a branch assigns', '{{ $v := dict }}{{ if .x }}{{ $v = .Values.a }}{{ end }}{{ $v.b }}'],
    [
      'what is assigned at the end of a loop',
      '{{ $v := dict }}{{ range list 1 2 }}{{ $v.b }}{{ $v = $.Values.a }}{{ end }}',
    ],
    ['in a branch that is off', '{{ if false }}{{ .Values.a.b }}{{ end }}'],
    ['in a template of its own', '{{ tpl "{{ .Values.a.b }}" . }}'],
    ['with parentheses', '{{ ((.Values.a).b).c }}'],
    ['as a default', '{{ (.Values.z | default .Values.a).b }}'],
    ['for a test', '{{ if hasKey .Values.a "b" }}x{{ end }}'],
    ['in any order', '{{ range $k, $v := .Values.a }}{{ $k }}{{ end }}'],
  ])('%s', (_, template) => {
    expect(read('a: {b: 1}', template)).toEqual([]);
  });

  it.each([
    ['another field', '{{ .Values.a.c }}'],
    ['only whether it is there', '{{ if .Values.a }}x{{ end }}'],
    ['the same name elsewhere', '{{ .Values.a.c }}{{ .Values.z.b }}'],
    [
      'another entry of a dict',
      '{{ $d := dict "x" .Values.a "y" .Values.z }}{{ $d.y.b }}{{ $d.x.c }}',
    ],
    ['others of a picked map', '{{ pick .Values.a "c" | toYaml }}'],
  ])('not: %s', (_, template) => {
    expect(read('a: {b: 1}', template)).toEqual(['a.b']);
  });

  it('is nothing of a key that no template has', () => {
    expect(read('a: 1\nz: 1', '{{ .Values.a }}')).toEqual(['z']);
  });
});

describe('a chart that is hard to follow', () => {
  it.each([
    [
      'recursion',
      '{{ define "x" }}{{ include "x" . }}{{ end }}{{ if false }}{{ include "x" . }}{{ end }}',
    ],
    [
      'recursion with more and more to hand on',
      '{{ define "x" }}{{ include "x" (dict "a" .) }}{{ include "x" (dict "b" .) }}{{ end }}{{ if false }}{{ include "x" . }}{{ end }}',
    ],
    [
      'maps in themselves',
      '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $_ := set .Values "v" .Values }}{{ toYaml $d }}{{ .Values.v.v.v }}',
    ],
    [
      'values merged with each other',
      '{{ $_ := merge .Values.a .Values.b }}{{ $_ := merge .Values.b .Values.a }}{{ .Values.a.x.y }}{{ .Values.b.x }}',
    ],
    [
      'values merged with each other and ranged over',
      '{{ $_ := merge .Values.a .Values.b }}{{ $_ := merge .Values.b .Values.a }}{{ range .Values.a }}{{ .x }}{{ end }}',
    ],
  ])('%s', (_, template) => {
    const started = process.cpuUsage();
    read('z: 1', template);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(10_000);
  });

  it('has patterns in its schema that are not run', () => {
    const schema = { patternProperties: { '^(a+)+$': {} }, properties: { b: { $ref: '#' } } };
    const files = {
      'values.schema.json': JSON.stringify(schema),
      'templates/x.yaml': '{{ .Values.c }}',
    };
    expect(unread(`${'a'.repeat(60)}!: 1`, files)).toEqual([]);
  });

  it('has a schema elsewhere, which may know anything', () => {
    const files = {
      'values.schema.json': '{"allOf": [{"$ref": "https://example.com/schema.json"}]}',
      'templates/x.yaml': '{{ .Values.c }}',
    };
    expect(unread('a: 1', files)).toEqual([]);
  });
});
