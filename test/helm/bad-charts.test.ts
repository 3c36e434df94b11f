import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createTar, type TarFileInput } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CAPABILITIES } from '../../src/helm/capabilities.ts';
import { ChartError } from '../../src/helm/chart.ts';
import { loadArchive, loadChart } from '../../src/helm/load.ts';
import { renderChart } from '../../src/helm/render.ts';
import { newTable } from '../../src/helm/values.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const CHART = 'apiVersion: v2\nname: c\nversion: 1.0.0\n';

function rendered(templates: Readonly<Record<string, string>>): string {
  const files = Object.entries({ 'Chart.yaml': CHART, ...templates }).map(([path, text]) => ({
    path,
    bytes: bytes(text),
    name: path,
  }));
  const outcome = renderChart({
    chart: loadChart(files, true),
    values: newTable(),
    release: { name: 'rel', namespace: 'ns' },
    capabilities: DEFAULT_CAPABILITIES,
    tracing: true,
    validating: true,
  });
  if (outcome.ok && outcome.flaws.length > 0) {
    return `refused: ${outcome.flaws.map(({ path, message }) => `${path.join('.')} ${message}`)}`;
  }
  return outcome.ok
    ? outcome.manifests.map(({ text }) => text).join('\n')
    : outcome.failure.message;
}

describe('a chart that asks for too much ends with its reason', () => {
  it.each([
    ['recursion', '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'],
    ['recursion by template', '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}'],
    ['tpl in tpl', '{{ $t := "{{ tpl .t . }}" }}{{ tpl $t (dict "t" $t) }}'],
    ['a bomb of repeat', '{{ $a := repeat 1000000 "x" }}{{ $b := repeat 1000 $a }}{{ $b }}'],
    ['a bomb of until', '{{ range until 99999 }}{{ range until 99999 }}{{ . }}{{ end }}{{ end }}'],
    [
      'a bomb of lists',
      '{{ $l := until 90000 }}{{ range until 90000 }}{{ $l = concat $l $l }}{{ end }}',
    ],
  ])('%s', (_, template) => {
    const started = process.cpuUsage();
    expect(rendered({ 'templates/x.yaml': template })).toMatch(/too large/);
    // Processor time: a busy machine makes no test fail.
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(15_000);
  });
});

describe('a schema that asks for too much says nothing, soon', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'true' : `{"properties":{"a":${nested(depth - 1)}}}`;

  it.each([
    ['a catastrophic pattern', `{"properties":{"a":{"pattern":"^(a+)+$"}}}`],
    ['a pattern of nested repeats', `{"properties":{"a":{"pattern":"^((a{1,30}){1,30})+b$"}}}`],
    ['a pattern that is none', `{"properties":{"a":{"pattern":"(?<=a)b"}}}`],
    ['a circle', `{"$ref":"#"}`],
    [
      'a circle by two',
      `{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}`,
    ],
    [
      'alternatives of alternatives',
      `{"$defs":{${Array.from(
        { length: 30 },
        (_, i) => `"d${i}":{"anyOf":[{"$ref":"#/$defs/d${i + 1}"},{"$ref":"#/$defs/d${i + 1}"}]}`,
      ).join()},"d30":{"not":true}},"$ref":"#/$defs/d0"}`,
    ],
    ['depth', nested(5_000)],
    ['no JSON', '{'],
  ])('%s', (_, schema) => {
    const started = process.cpuUsage();
    const templates = {
      'values.yaml': `a: ${'a'.repeat(50_000)}!\n`,
      'values.schema.json': schema,
      'templates/x.yaml': 'kind: A',
    };
    expect(rendered(templates)).toMatch(/^kind: A|^refused: a must match /);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(15_000);
  });
});

const packed = (files: TarFileInput[]): Uint8Array => gzipSync(createTar(files));

function putText(tar: Uint8Array, at: number, text: string): void {
  tar.set(bytes(text), at);
}

/** Writes the checksum of the header at an offset anew. */
function signHeader(tar: Uint8Array, at: number): void {
  putText(tar, at + 148, ' '.repeat(8));
  const sum = tar.subarray(at, at + 512).reduce((a, b) => a + b, 0);
  putText(tar, at + 148, `${sum.toString(8).padStart(6, '0')}\0 `);
}

function refusal(bytes: Uint8Array): string {
  try {
    loadArchive({ name: 'c.tgz', bytes });
    return 'loaded';
  } catch (error) {
    if (error instanceof ChartError) return error.message;
    throw error;
  }
}

describe('an archive is refused', () => {
  const chart = { name: 'c/Chart.yaml', data: CHART };

  it('not when it is well', () => {
    expect(refusal(packed([chart]))).toBe('loaded');
  });

  it.each(['../out', '/out', 'c/../../out', 'c/../../../etc/out', 'c\\..\\..\\out'])(
    'for the entry %s',
    name => {
      const outside = packed([chart, { name, data: 'x' }]);
      expect(refusal(outside)).toContain('leads outside');
    },
  );

  it('for a file beside the chart', () => {
    expect(refusal(packed([chart, { name: 'out', data: 'x' }]))).toContain('base directory');
  });

  it('not for a path that needs the second field of its header', () => {
    const folder = 'deeper-'.repeat(16);
    const tar = createTar([chart, { name: 'x'.repeat(60), data: CHART }]);
    putText(tar, 1024, 'Chart.yaml'.padEnd(100, '\0'));
    putText(tar, 1024 + 345, `c/charts/${folder}`);
    signHeader(tar, 1024);
    const loaded = loadArchive({ name: 'c.tgz', bytes: gzipSync(tar) });
    expect(loaded.subcharts.map(({ metadata }) => metadata.name)).toEqual(['c']);
  });

  it('for being no archive', () => {
    expect(refusal(bytes('no gzip'))).toContain("can't be unpacked");
  });

  it('for a link', () => {
    const tar = createTar([chart, { name: 'c/link', data: '' }]);
    // The second header's type flag, a symbolic link, and where it leads.
    putText(tar, 1024 + 156, '2');
    putText(tar, 1024 + 157, '/etc/passwd');
    signHeader(tar, 1024);
    expect(refusal(gzipSync(tar))).toContain('SymbolicLink');
  });

  it('for what it unpacks to', () => {
    const huge = Buffer.alloc(6 * 1024 * 1024);
    expect(refusal(packed([chart, { name: 'c/huge', data: huge }]))).toContain('too large');
    expect(refusal(gzipSync(Buffer.alloc(101 * 1024 * 1024)))).toContain("can't be unpacked");
  });

  it('for a hundred megabytes that nothing makes smaller', () => {
    const started = process.cpuUsage();
    const noise = randomBytes(4 * 1024 * 1024);
    const files = Array.from({ length: 26 }, (_, i) => ({ name: `c/${i}`, data: noise }));
    const bytes = gzipSync(createTar([chart, ...files]), { level: 0 });
    expect(bytes.length).toBeGreaterThan(100 * 1024 * 1024);
    expect(refusal(bytes)).toContain("can't be unpacked");
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(15_000);
  });

  it('for a chart in a chart in a chart', () => {
    let inner = packed([chart]);
    for (let i = 0; i < 12; i++) inner = packed([chart, { name: 'c/charts/c.tgz', data: inner }]);
    expect(refusal(inner)).toContain('nested too deeply');
  });
});
