import { describe, expect, it, test } from 'vitest';
import { renderHelmTemplate } from '../../src/template/helm-tpl.ts';
import { mapOf } from './go-data.ts';

const ROOT = {
  Values: mapOf({
    name: 'media',
    host: 'tv',
    nothing: null,
    nested: { tpl: '{{ .Values.name }}' },
  }),
  Release: mapOf({ Name: 'plex', Namespace: 'media', Service: 'Helm' }),
  Chart: mapOf({ Name: 'app-template', Version: '4.0.0' }),
};

function show(text: string): string {
  const result = renderHelmTemplate(text, ROOT);
  if (result.status === 'rendered') return result.text;
  return result.status === 'error'
    ? `error: ${result.error.message}`
    : `unknowable: ${result.reason}`;
}

describe('tpl expressions in Helm values', () => {
  test.each([
    ['no template', 'plain', 'plain'],
    ['the release', '{{ .Release.Name }}-config', 'plex-config'],
    ['the namespace', '{{ .Release.Namespace }}', 'media'],
    ['a value', '{{ .Values.host }}.example.com', 'tv.example.com'],
    ['the chart', '{{ .Chart.Name }}', 'app-template'],
    ['an absent value', '<{{ .Values.nope }}>', '<>'],
    ['a null value', '<{{ .Values.nothing }}>', '<>'],
    [
      'a field of an absent value',
      '{{ .Values.a.b }}',
      'error: nil pointer evaluating interface {}.b',
    ],
    ['printf', '{{ printf "%s-%s" .Release.Name .Values.name | trunc 63 }}', 'plex-media'],
    ['required, given', '{{ required "host!" .Values.host }}', 'tv'],
    [
      'required, absent',
      '{{ required "say it" .Values.x }}',
      'error: error calling required: say it',
    ],
    ['tpl in tpl', '{{ tpl .Values.nested.tpl . }}', 'media'],
    ['toYaml', '{{ dict "a" 1 | toYaml }}', 'a: 1'],
    ['an unknown function', '{{ bogus }}', 'error: function "bogus" not defined'],
  ])('%s', (_, template, expected) => {
    expect(show(template)).toBe(expected);
  });

  test.each([
    ['include', '{{ include "lib.names.fullname" . }}'],
    ['lookup', '{{ lookup "v1" "Secret" "a" "b" }}'],
    ['files', '{{ .Files.Get "x" }}'],
    ['capabilities', '{{ .Capabilities.KubeVersion.Version }}'],
    ['chance', '{{ randAlphaNum 8 }}'],
  ])('%s is unknowable', (_, template) => {
    expect(show(template)).toMatch(/^unknowable/);
  });

  it('ends a tpl that calls itself', () => {
    const root = { ...ROOT, Values: mapOf({ me: '{{ tpl .Values.me . }}' }) };
    const result = renderHelmTemplate('{{ tpl .Values.me . }}', root);
    expect(result).toMatchObject({ status: 'error' });
  });
});
