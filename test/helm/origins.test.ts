import { describe, expect, it } from 'vitest';
import { DEFAULT_CAPABILITIES } from '../../src/helm/capabilities.ts';
import { loadChart } from '../../src/helm/load.ts';
import { locatedDocument } from '../../src/helm/objects.ts';
import { renderChart } from '../../src/helm/render.ts';
import { newTable, tableOf } from '../../src/helm/values.ts';
import type { LocatedValue } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const DEFAULTS = `
name: web
replicas: 2
ports: [80, 443]
labels:
  tier: front
  team: "blue"
image: {repository: ghcr.io/example/web, tag: 1.2.3}
nested: {deep: {key: value}}
text: |
  one
  two
template: "{{ .Release.Name }}-{{ .Values.name }}"
`;

const TEMPLATE = `
{{- define "labels" }}
app: {{ .Values.name }}
{{ toYaml .Values.labels }}
{{- end -}}
kind: Example
literal: written here
plain: {{ .Values.name }}
quoted: {{ .Values.name | quote }}
number: {{ .Values.replicas }}
included:
  {{- include "labels" . | nindent 2 }}
whole:
  {{- toYaml .Values.nested | nindent 2 }}
joined: {{ printf "%s:%s" .Values.image.repository .Values.image.tag }}
upper: {{ upper .Values.name }}
trimmed: {{ .Values.labels.team | trunc 2 | trimSuffix "-" }}
default: {{ .Values.absent | default "fallback" }}
given: {{ .Values.name | default "fallback" }}
chosen: {{ ternary .Values.name "no" true }}
tpl: {{ tpl .Values.template . }}
list:
{{- range .Values.ports }}
  - {{ . }}
{{- end }}
with: {{ with .Values.nested.deep }}{{ .key }}{{ end }}
built: {{ (dict "a" .Values.name).a }}
set: {{ $d := dict }}{{ $_ := set $d "b" .Values.labels.tier }}{{ $d.b }}
yaml: {{ (include "labels" . | fromYaml).tier }}
merged: {{ (merge (dict "x" 1) .Values.labels).team }}
replaced: {{ replace "w" "v" .Values.name }}
sum: {{ add .Values.replicas 1 }}
release: {{ .Release.Name }}
user: {{ .Values.extra }}
block: |
  {{- .Values.text | nindent 2 }}
random: {{ randAlphaNum 8 }}
`;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What no value says: the field of Chart.yaml, or else the expression of the template. */
const OF_NO_VALUE = `
{{- define "no-values" }}
managed: {{ .Release.Service }}
version: {{ .Chart.AppVersion | quote }}
{{- end -}}
chart: {{ .Chart.Name }}-{{ .Chart.Version }}
included:
  {{- include "no-values" . | nindent 2 }}
made:
  {{- toYaml (dict "by" .Release.Service) | nindent 2 }}
kube: {{ .Capabilities.KubeVersion.Version }}
revision: {{ .Release.Revision }}
template: {{ .Template.Name }}
count: {{ len (list 1 2) }}
format: {{ printf "a %s" "b" }}
escaped: {{ "a\\tb" | quote }}
hexadecimal: {{ 0x1000 }}
behind: {{ .Values.name }}
both: {{ .Values.name }}-{{ .Chart.Version }}
empty:
  {{- include "nothing" . | nindent 2 }}
last: {{ .Values.name }}
{{- define "nothing" }}{{ end }}
`;

/** Path, the characters its origin covers, the file, and whether it was changed on the way. */
function leaves(value: LocatedValue, path = ''): string[] {
  if (value.kind === 'map') {
    return [...value.entries].flatMap(([key, entry]) =>
      leaves(entry.value, path === '' ? key : `${path}.${key}`),
    );
  }
  if (value.kind === 'sequence') {
    return value.items.flatMap((item, index) => leaves(item, `${path}.${index}`));
  }
  const { file, start, end, made } = value.origin;
  const marked = file.text.slice(start, end).replaceAll('\n', '\\n');
  return [`${path} <- ${file.path}: ${marked}${made ? ` (${made})` : ''}`];
}

describe('every leaf of a rendering knows what decided it', () => {
  const user = { path: 'user.yaml', text: 'extra: from the user\n' };
  const declared = { path: 'application.yaml', text: 'name: rel\n' };
  const origin = { file: declared, start: 6, end: 9, document: 0 };
  const values = parseYaml(user).documents[0]?.value;
  const outcome = renderChart({
    chart: loadChart(
      Object.entries({
        'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\nappVersion: "2.1"\n',
        'values.yaml': DEFAULTS,
        'templates/t.yaml': TEMPLATE,
        'templates/u.yaml': OF_NO_VALUE,
      }).map(([path, text]) => ({ path, bytes: bytes(text), name: path })),
      true,
    ),
    values: values?.kind === 'map' ? tableOf(values, true) : newTable(),
    release: { name: 'rel', namespace: 'ns', nameTrace: { kind: 'value', origin, isUser: true } },
    capabilities: DEFAULT_CAPABILITIES,
    tracing: true,
    validating: true,
  });
  const [manifest, ofNoValue] = outcome.ok ? outcome.manifests : [];

  it('in values files, the template, or the declaration', () => {
    if (!manifest) throw new Error('nothing was rendered');
    const { documents } = locatedDocument(manifest, { isOwn: () => true, fallback: origin });
    const [document] = documents;
    expect(document?.value && leaves(document.value)).toMatchInlineSnapshot(`
      [
        "kind <- templates/t.yaml: Example (derived)",
        "literal <- templates/t.yaml: written here (derived)",
        "plain <- values.yaml: web",
        "quoted <- values.yaml: web",
        "number <- values.yaml: 2",
        "included.app <- values.yaml: web",
        "included.team <- values.yaml: "blue"",
        "included.tier <- values.yaml: front",
        "whole.deep.key <- values.yaml: value",
        "joined <- values.yaml: ghcr.io/example/web (derived)",
        "upper <- values.yaml: web (derived)",
        "trimmed <- values.yaml: "blue" (derived)",
        "default <- templates/t.yaml: fallback (derived)",
        "given <- values.yaml: web",
        "chosen <- values.yaml: web",
        "tpl <- application.yaml: rel (derived)",
        "list.0 <- values.yaml: 80",
        "list.1 <- values.yaml: 443",
        "with <- values.yaml: value",
        "built <- values.yaml: web",
        "set <- values.yaml: front",
        "yaml <- values.yaml: front",
        "merged <- values.yaml: "blue"",
        "replaced <- values.yaml: web (derived)",
        "sum <- values.yaml: 2 (derived)",
        "release <- application.yaml: rel",
        "user <- user.yaml: from the user",
        "block <- values.yaml: |\\n  one\\n  two\\n (derived)",
        "random <- application.yaml: rel (default)",
      ]
    `);
  });

  it('in Chart.yaml or an expression where no value has to do with it', () => {
    if (!ofNoValue) throw new Error('nothing was rendered');
    const { documents } = locatedDocument(ofNoValue, { isOwn: () => true, fallback: origin });
    const [document] = documents;
    expect(document?.value && leaves(document.value)).toMatchInlineSnapshot(`
      [
        "chart <- Chart.yaml: c (derived)",
        "included.managed <- templates/u.yaml: .Release.Service (derived)",
        "included.version <- Chart.yaml: "2.1" (derived)",
        "made.by <- templates/u.yaml: .Release.Service (derived)",
        "kube <- templates/u.yaml: .Capabilities.KubeVersion.Version (derived)",
        "revision <- templates/u.yaml: .Release.Revision (derived)",
        "template <- templates/u.yaml: .Template.Name (derived)",
        "count <- templates/u.yaml: 1 (derived)",
        "format <- templates/u.yaml: a %s (derived)",
        "escaped <- templates/u.yaml: "a\\tb" (derived)",
        "hexadecimal <- templates/u.yaml: 0x1000 (derived)",
        "behind <- values.yaml: web",
        "both <- values.yaml: web (derived)",
        "empty <- templates/u.yaml: empty: (derived)",
        "last <- values.yaml: web",
      ]
    `);
  });

  it('at the declaration where the chart is not of the repository', () => {
    if (!manifest) throw new Error('nothing was rendered');
    const isOwn = (path: string): boolean => path === 'user.yaml';
    const { documents } = locatedDocument(manifest, { isOwn, fallback: origin });
    const found = documents[0]?.value ? leaves(documents[0].value) : [];
    expect(found.filter(leaf => leaf.includes('user.yaml'))).toEqual([
      'user <- user.yaml: from the user',
    ]);
    expect(found.filter(leaf => !/application\.yaml|user\.yaml/.test(leaf))).toEqual([]);
  });
});
