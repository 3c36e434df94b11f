import { describe, expect, it } from 'vitest';
import { DEFAULT_CAPABILITIES } from '../../src/helm/capabilities.ts';
import { type Renderings, renderKept } from '../../src/helm/kept.ts';
import { loadChart } from '../../src/helm/load.ts';
import { locatedDocument } from '../../src/helm/objects.ts';
import { tableOf } from '../../src/helm/values.ts';
import type { LocatedValue, Origin } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'values.yaml': 'name: web\nlist: [a, b]\n',
  'templates/t.yaml': `kind: Example
name: {{ .Values.name }}-{{ .Values.extra }}
chart: {{ .Chart.Name }}
service: {{ .Release.Service }}
joined: {{ join "," .Values.list }}
random: {{ randAlphaNum 8 }}
{{- if not (.Capabilities.APIVersions.Has "example.com/v1") }}
branch: {{ .Values.extra }}
{{- end }}
`,
  'crds/c.yaml': 'kind: CustomResourceDefinition\n',
  'README.md': 'Read me.\n',
};
const USER = 'extra: from the user\n';

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly userPath?: string;
  readonly namespace?: string;
  readonly declared?: number;
  readonly apiVersions?: readonly string[];
}

/** A store that says what was asked of it. */
function store() {
  const bodies = new Map<string, Uint8Array>();
  const log: string[] = [];
  const renderings: Renderings = {
    read(name) {
      log.push(bodies.has(name) ? 'taken' : 'missing');
      return bodies.get(name);
    },
    keep(name, body) {
      log.push('kept');
      bodies.set(name, body);
    },
  };
  return { bodies, log, renderings };
}

/** Renders a chart that is read anew, as another run would; what it says, and in which files its places are. */
function rendered(renderings: Renderings | undefined, given: Given = {}) {
  const { namespace = 'ns', apiVersions = [], declared = 0 } = given;
  const text = given.user ?? USER;
  const user = { path: given.userPath ?? 'user.yaml', text };
  const values = parseYaml(user).documents[0]?.value;
  if (values?.kind !== 'map') throw new Error('no values');
  const all = { ...CHART, ...given.files };
  const sources = new Map(
    Object.entries(all).map(([path, content]) => [path, { path, text: content }] as const),
  );
  const raw = Object.entries(all).map(([path, content]) => ({
    path,
    bytes: new TextEncoder().encode(content),
    name: path,
    source: path === 'README.md' ? undefined : sources.get(path),
  }));
  const chart = loadChart(raw, true);
  const file = { path: 'app.yaml', text: 'name: rel\n' };
  const declaration: Origin = { file, start: declared, end: 9, document: 0 };
  const named = { kind: 'value', origin: declaration, isUser: true } as const;
  const asked: string[] = [];
  const outcome = renderKept(
    {
      chart,
      values: tableOf(values, true),
      release: { name: 'rel', namespace, nameTrace: named, namespaceTrace: named },
      capabilities: {
        ...DEFAULT_CAPABILITIES,
        apiVersions,
        onAbsent: version => asked.push(version) > 0,
      },
      tracing: true,
      validating: true,
      patience: 1,
    },
    { chart, values, declaration },
    renderings,
  );
  if (!outcome.ok) return { failure: outcome.failure.message, asked };
  const places = { isOwn: () => true, fallback: declaration };
  const documents = outcome.manifests.map(manifest => locatedDocument(manifest, places));
  const own = new Set<unknown>([...sources.values(), user, file]);
  const leaves = documents.flatMap(({ documents: [document] }) => leavesOf(document?.value));
  return {
    leaves: leaves.map(({ text: shown, origin: { file: at, start, end, made, doubt } }) =>
      [shown, at.path, start, end, made, doubt].join(' '),
    ),
    strangers: leaves.filter(({ origin }) => !own.has(origin.file)).length,
    asking: outcome.asking.map(({ path }) => path),
    crds: outcome.crds.map(({ source }) => own.has(source)),
    asked,
  };
}

const leavesOf = (value: LocatedValue | undefined): (LocatedValue & { kind: 'scalar' })[] =>
  value?.kind === 'scalar'
    ? [value]
    : value?.kind === 'map'
      ? [...value.entries.values()].flatMap(entry => [entry.key, ...leavesOf(entry.value)])
      : (value?.items.flatMap(leavesOf) ?? []);

describe('a rendering that was kept', () => {
  it('says the same, with all of its places in files of this run', () => {
    const { log, renderings } = store();
    const anew = rendered(undefined);
    expect(anew.leaves).toHaveLength(14);
    expect(anew).toMatchObject({ strangers: 0, crds: [true], asked: ['example.com/v1'] });
    expect(rendered(renderings)).toEqual(anew);
    expect(rendered(renderings)).toEqual(anew);
    expect(log).toEqual(['missing', 'kept', 'taken']);
  });

  it('is taken though a comment changed below the values: what says something is where it was', () => {
    const { log, renderings } = store();
    rendered(renderings);
    expect(rendered(renderings, { user: `${USER}# more\n` })).toEqual(rendered(undefined));
    expect(log).toEqual(['missing', 'kept', 'taken']);
  });

  it.each<[string, Given]>([
    ['a template', { files: { 'templates/t.yaml': 'kind: Other\n' } }],
    ['a file that no template has read', { files: { 'README.md': 'Read it.\n' } }],
    ['a further file', { files: { 'templates/u.yaml': 'kind: Other\n' } }],
    ['a default', { files: { 'values.yaml': 'name: wob\nlist: [a, b]\n' } }],
    ['the version', { files: { 'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.1\n' } }],
    ['a value', { user: 'extra: from the loser\n' }],
    ['the place of a value', { user: `\n${USER}` }],
    ['the file of the values', { userPath: 'other.yaml' }],
    ['the namespace', { namespace: 'other' }],
    ['the place of the declaration', { declared: 6 }],
    ['what the cluster serves', { apiVersions: ['example.com/v1'] }],
  ])('is not taken for another one: %s', (_, given) => {
    const { log, renderings } = store();
    rendered(renderings);
    expect(rendered(renderings, given)).toEqual(rendered(undefined, given));
    expect(log).toEqual(['missing', 'kept', 'missing', 'kept']);
  });

  it.each([
    ['no JSON', '{'],
    ['other JSON', '[]'],
    ['null', 'null'],
    [
      'a file that there is not',
      '{"sources":[["template",99]],"manifests":[],"asking":[],"crds":[],"asked":[]}',
    ],
    [
      'a manifest without a text',
      '{"sources":[],"manifests":[{}],"asking":[],"crds":[],"asked":[]}',
    ],
  ])('is as if it were not there where it is damaged: %s', (_, body) => {
    const { bodies, log, renderings } = store();
    rendered(renderings);
    for (const name of bodies.keys()) bodies.set(name, new TextEncoder().encode(body));
    expect(rendered(renderings)).toEqual(rendered(undefined));
    expect(log).toEqual(['missing', 'kept', 'taken', 'kept']);
  });

  it('is none where Helm refuses the chart, or its schema the values', () => {
    const { bodies, renderings } = store();
    const files = { 'templates/t.yaml': '{{ fail "no" }}' };
    expect(rendered(renderings, { files }).failure).toContain('no');
    rendered(renderings, { files: { 'values.schema.json': '{"required": ["absent"]}' } });
    expect(bodies.size).toBe(0);
  });

  it.each([
    ['a value of the user', 'password: {{ .Values.extra }}', 0],
    ['what is made of one', 'password: {{ .Values.extra | b64enc | quote }}', 0],
    ['a value of the chart', 'password: {{ .Values.name }}', 1],
    ['the name of the release', 'password: {{ .Release.Name }}-{{ .Release.Namespace }}', 1],
  ])('is none where a Secret has %s, one where it has not', (_, line, count) => {
    const { bodies, renderings } = store();
    const secret = `kind: Secret\nstringData:\n  ${line}\n`;
    rendered(renderings, { files: { 'templates/t.yaml': secret } });
    expect(bodies.size).toBe(count);
  });
});
