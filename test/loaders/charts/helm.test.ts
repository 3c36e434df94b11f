import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { openRepositoryOf } from '../../../src/cli/repository.ts';
import { makePolicy, type Policy } from '../../../src/config/load.ts';
import { templates } from '../../../src/loaders/charts/shared/template.ts';
import { loadCluster } from '../../../src/loaders/repository.ts';
import type { BuiltRelease } from '../../../src/model/app-build.ts';
import type { HelmRelease } from '../../../src/model/release.ts';
import { getScalar, toPlain } from '../../../src/yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../../src/yaml/located.ts';
import { mergeValues } from '../../../src/yaml/merge.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { corpus } from '../../support/corpus.ts';

// The same questions put to the real Helm, where it is at hand: $HELM, or `helm` on the path.

const HELM = process.env.HELM ?? 'helm';
const isThere = spawnSync(HELM, ['version', '--short']).status === 0;
const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-helm-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function helm(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(HELM, ['template', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      HELM_CACHE_HOME: scratch,
      HELM_CONFIG_HOME: scratch,
      HELM_DATA_HOME: scratch,
    },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const CONFIG_MAP = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  out: ${data}\n`;

/** A chart with one template; returns its directory. */
function chart(name: string, template: string): string {
  const directory = join(scratch, name);
  mkdirSync(join(directory, 'templates'), { recursive: true });
  writeFileSync(join(directory, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n`);
  writeFileSync(join(directory, 'templates', 'out.yaml'), template);
  return directory;
}

const outOf = (rendered: string): string =>
  String(parseAllDocuments(rendered)[0]?.getIn(['data', 'out']));

describe.skipIf(!isThere)('real Helm agrees (skipped where there is none)', () => {
  const parse = (text: string) =>
    parseYaml({ path: 'v.yaml', text }).documents[0]?.value as LocatedMap;

  it.each<[string, string[]]>([
    ['maps key by key', ['a: {b: 1, c: 2}\n', 'a: {c: 3, d: 4}\n']],
    ['lists as a whole', ['a: [1, 2]\n', 'a: [3]\n']],
    ['a map by a scalar', ['a: {b: 1}\n', 'a: x\n']],
    ['a scalar by a map', ['a: x\n', 'a: {b: 1}\n']],
    ['three files', ['a: {b: 1}\n', 'a: {c: 2}\n', 'a: {b: 3}\n']],
    ['an empty map', ['a: {b: 1}\n', 'a: {}\n']],
    ['words of YAML 1.1', ['a: yes\nb: on\nc: 0o17\nd: 017\ne: 1_000\n', 'g: no\n']],
    ['numbers', ['a: 1e3\nb: 1.50\nc: 0x1F\nd: .5\n', 'e: "1"\n']],
    ['anchors and merge keys', ['x: &x {a: 1}\nz: {<<: *x, b: 2}\n', 'z: {a: 3}\n']],
  ])('values files: %s', (name, files) => {
    const directory = chart(
      `merge-${name.replace(/\W+/g, '-')}`,
      CONFIG_MAP('{{ toJson .Values | quote }}'),
    );
    const paths = files.map((text, i) => {
      const path = join(directory, `${i}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    const real = JSON.parse(outOf(helm(['r', directory, ...paths.flatMap(path => ['-f', path])])));
    const [first, ...others] = files.map(parse);
    const ours = others.reduce(mergeValues, first as LocatedMap);
    expect(JSON.parse(JSON.stringify(toPlain(ours)))).toEqual(real);
  });

  it.each([
    '{{ .Release.Name }}-{{ .Release.Namespace }}',
    '{{ .Values.name | upper | quote }}',
    '{{ printf "%s-%d" .Values.name 3 }}',
    '{{ if .Values.flag }}yes{{ else }}no{{ end }}',
    '{{ range $i, $e := .Values.list }}{{ $i }}={{ $e }},{{ end }}',
    '{{ .Values.missing | default "d" }}',
    '{{ toYaml .Values.map }}',
    '{{ .Values.map | toJson }}',
    '{{ .Values.big }}',
    '{{ .Values.name | sha256sum | trunc 8 }}',
    '{{ tpl .Values.inner . }}',
    '{{ with .Values.map }}{{ .k }}{{ end }}',
    '{{ list 1 2 3 | join "," }}',
    '{{ dict "a" 1 | keys | first }}',
    '{{ .Chart.Name }}@{{ .Chart.Version }}',
    '{{ "a.b" | replace "." "-" | nindent 2 }}',
    '{{ ternary "x" "y" .Values.flag }}',
    '{{ .Values.name | b64enc }}',
    '{{ semverCompare ">=1.2.0" .Chart.Version }}',
  ])('tpl: %s', template => {
    const values =
      'name: media\nflag: true\nlist: [a, b]\nmap: {k: v, m: 1}\nbig: 1000000\ninner: "<{{ .Values.name }}>"\n';
    const directory = chart('tpl', CONFIG_MAP('{{ tpl .Values.template . | quote }}'));
    const path = join(directory, 'values.yaml');
    writeFileSync(path, values);
    const input = join(directory, 'input.json');
    writeFileSync(input, JSON.stringify({ template }));
    const real = outOf(helm(['rel', directory, '-n', 'ns', '-f', input]));
    const root = parse(
      `${values}template: ${JSON.stringify(template)}\nchart: tpl\nversion: 1.2.3\n`,
    );
    const scalar = (name: string) => getScalar(root, name) as LocatedScalar;
    const release = {
      chart: scalar('chart'),
      version: scalar('version'),
      name: 'rel',
      namespace: 'ns',
    } as HelmRelease;
    expect(templates(release, root)(scalar('template')).value).toBe(real);
  });
});

/** Local copies of charts: $CHARTS holds a directory for each, of the chart's name. */
const CHARTS = process.env.CHARTS;
const repositories = ['pitower', corpus('home-ops')].flatMap(path => path ?? []);

describe.skipIf(!isThere || !CHARTS)(
  'charts as real Helm renders them (skipped without helm and $CHARTS)',
  () => {
    const releases = repositories.flatMap(path => {
      const policy = makePolicy(undefined, 'inferred') as Policy;
      const { helmReleases } = loadCluster(
        openSources(openRepositoryOf([path]).tree),
        policy,
        () => {},
      );
      return helmReleases.flatMap(item => {
        const directory = join(CHARTS ?? '', item.release.chart.text);
        return existsSync(directory)
          ? [
              {
                item,
                directory,
                title: `${path}: ${item.release.name} (${item.release.chart.text})`,
              },
            ]
          : [];
      });
    });

    it('there are some', () => expect(releases.length).toBeGreaterThan(0));

    it.each(releases)('$title', ({ item, directory }) => {
      const real = realObjects(item, directory);
      for (const { value } of item.rendering.objects) {
        const ours = JSON.parse(JSON.stringify(toPlain(value))) as Json;
        const same = real.find(object => identity(object) === identity(ours));
        expect(same, identity(ours)).toBeDefined();
        expect(same).toMatchObject(ours);
      }
      const { complete } = item.rendering;
      const isKnown = (kind: string) => complete === 'all' || complete.has(kind);
      const made = item.rendering.objects.map(({ value }) => identity(toPlain(value) as Json));
      for (const object of real) {
        if (isKnown(String(object.kind))) expect(made).toContain(identity(object));
      }
    });
  },
);

type Json = { [key: string]: unknown };

function realObjects({ release }: BuiltRelease, directory: string): Json[] {
  const values = join(scratch, 'values.json');
  writeFileSync(values, JSON.stringify(toPlain(release.values)));
  const rendered = helm([
    release.name ?? 'release',
    directory,
    '-n',
    release.namespace ?? 'default',
    '-f',
    values,
  ]);
  return parseAllDocuments(rendered).flatMap(document => {
    const object = document.toJS() as Json | null;
    return object ? [object] : [];
  });
}

/** The namespace is left out: Helm's templates need not write it. */
function identity({ kind, metadata }: Json): string {
  return `${kind} ${(metadata as Json | undefined)?.name}`;
}
