import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../src/config/load.ts';
import type { Finding } from '../src/engine/finding.ts';
import { type LintOutcome, lint } from '../src/lint.ts';
import { loadCluster } from '../src/loaders/repository.ts';
import { parseQuantity } from '../src/model/quantity.ts';
import { type FormatName, reporters } from '../src/report/index.ts';
import { renderObjects } from '../src/report/render.ts';
import { rules } from '../src/rules/index.ts';
import { rooted } from '../src/source/rooted.ts';
import { textOf } from '../src/source/text.ts';
import type { FileTree } from '../src/source/tree.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { openSources } from '../src/yaml/sources.ts';
import { memoryTree } from './support/memory-tree.ts';
import { mutate, mutation } from './support/mutate.ts';
import { format } from './support/report.ts';

// Whatever a repository holds: lint() throws nothing, ends at once, and says what it couldn't use.

type Files = Readonly<Record<string, string | Uint8Array>>;
type Linted = Extract<LintOutcome, { status: 'linted' }>;

/** Milliseconds of processor time: a second is meant, slow machines get more. */
const LIMIT = 3_000;

/** Processor time of this process in milliseconds: what else runs on the machine doesn't count. */
function clock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function lintTree(tree: FileTree): Linted {
  const started = clock();
  const outcome = lint({ tree, policyFile: undefined, rules });
  expect(clock() - started).toBeLessThan(LIMIT);
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  expect(outcome.crashed).toBe(false);
  expect(outcome.report.findings.map(({ ruleId }) => ruleId)).not.toContain(
    'internal/rule-crashed',
  );
  return outcome;
}

const findingsOf = (files: Files): readonly Finding[] =>
  lintTree(memoryTree(files)).report.findings;

/** Findings as `rule: message`, without repetitions. */
const said = (files: Files): string[] => [
  ...new Set(findingsOf(files).map(({ ruleId, message }) => `${ruleId}: ${message}`)),
];
const notesOf = (files: Files): readonly string[] => lintTree(memoryTree(files)).report.notes;

const configMap = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${more}`;
const HEALTHY = { 'kustomization.yaml': 'kind: Kustomization\nresources: [missing.yaml]\n' };
const STILL_LINTED = 'kustomize/missing-file';

const numbered = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

describe('a file that YAML or Kubernetes would not read is one finding; the rest is still linted', () => {
  const bomb = numbered(12, i =>
    i === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
      : `a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`)}]`,
  ).join('\n');
  it.each<[string, string | Uint8Array, string]>([
    ['an alias bomb', bomb, 'internal/too-large'],
    ['an alias bomb of merge keys', mergeBomb(), 'internal/too-large'],
    ['flow collections nested 100,000 deep', '['.repeat(100_000), 'internal/too-large'],
    ['block lists nested 5,000 deep', `${'- '.repeat(5_000)}x`, 'internal/too-large'],
    [
      'maps nested by indentation',
      numbered(2_100, i => `${' '.repeat(i)}a:`).join('\n'),
      'internal/too-large',
    ],
    [
      'maps nested 1,500 deep by one blank each',
      numbered(1_500, i => `${' '.repeat(i)}a:`).join('\n'),
      'internal/too-large',
    ],
    ['maps nested without brackets', `a: [${'a: '.repeat(300_000)}]`, 'internal/too-large'],
    ['1,000,000 items in brackets', `a: [${'x,'.repeat(1_000_000)}x]`, 'internal/too-large'],
    ['800,000 lines of a list', '- a\n'.repeat(800_000), 'internal/too-large'],
    ['300,000 keys', numbered(300_000, i => `k${i}: 1`).join('\n'), 'internal/too-large'],
    ['700,000 documents', '---\n'.repeat(700_000), 'internal/too-large'],
    ['50,000 undefined aliases', '- *a\n'.repeat(50_000), 'yaml/syntax'],
    ['a duplicate key', 'a: 1\na: 2\n', 'yaml/syntax'],
    ['20,000 duplicate keys', 'a: 1\n'.repeat(20_000), 'yaml/syntax'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'yaml/syntax'],
    ['an undefined alias', 'a: *nowhere\n', 'yaml/syntax'],
    ['an alias of its own map', 'a: &a [*a]\n', 'yaml/syntax'],
    ['a list as key', '? [a]\n: b\n', 'yaml/syntax'],
    ['an open quote', `a: "${'x\n'.repeat(100_000)}`, 'yaml/syntax'],
    ['UTF-16', Buffer.from('\uFEFFa: 1\n', 'utf16le'), 'internal/unreadable'],
    ['UTF-16, big-endian', Buffer.from([0xfe, 0xff, 0, 0x61]), 'internal/unreadable'],
    ['latin1', Buffer.from('a: å\n', 'latin1'), 'internal/unreadable'],
    ['a binary', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0]), 'internal/unreadable'],
    ['more than 4 MiB', `a: ${'x'.repeat(5 * 1024 * 1024)}\n`, 'internal/too-large'],
  ])('%s', (_, content, rule) => {
    const found = findingsOf({ ...HEALTHY, 'hostile.yaml': content });
    const own = found.filter(({ at }) => at.file.path === 'hostile.yaml');
    expect(new Set(own.map(({ ruleId }) => ruleId))).toEqual(new Set([rule]));
    expect(found.map(({ ruleId }) => ruleId)).toContain(STILL_LINTED);
  });
});

function mergeBomb(): string {
  const pairs = numbered(40, i => {
    const source = i === 0 ? '{x: 1}' : `*m${i - 1}, *m${i - 1}`;
    return `k${i}: &m${i} {<<: [${source}], k${i}: 1}`;
  });
  return pairs.join('\n');
}

describe('what is odd but right is read quietly', () => {
  it.each<[string, Files]>([
    [
      'a text of 60,000 lines, with everything that separates values',
      { 'a.yaml': configMap('a', `data:\n  log: |\n${'    - a: [b, c], d\n'.repeat(60_000)}`) },
    ],
    ['unknown tags', { 'a.yaml': 'a: !Find [x]\nb: !!binary eA==\nc: !<tag:x,1> y\n' }],
    ['merge keys', { 'a.yaml': 'a: &a {x: 1}\nb: {<<: *a, y: 2}\nc: {<<: [*a, *a]}\n' }],
    ['several documents', { 'a.yaml': '---\na: 1\n---\n---\nb: 2\n...\n---\n' }],
    ['a byte order mark', { 'a.yaml': '\uFEFFa: 1\n' }],
    ['CRLF', { 'a.yaml': 'a: 1\r\nb:\r\n  - c\r\n' }],
    ['an empty file', { 'a.yaml': '', 'b.yaml': 'a: 1\n' }],
    ['only comments', { 'a.yaml': '# nothing\n', 'b.yaml': 'a: 1\n' }],
    ['a line of 1 MB', { 'a.yaml': `a: ${'x'.repeat(1_000_000)}\n` }],
    ['a key of 1 MB', { 'a.yaml': `? ${'x'.repeat(1_000_000)}\n: 1\n` }],
    ['a comment of 1 MB', { 'a.yaml': `a: 1 ${' #'.repeat(500_000)}\n` }],
    [
      'a word of 1 MB in a label',
      { 'a.yaml': configMap('x', `data: {a: ${'a-'.repeat(500_000)}b}\n`) },
    ],
    ['200,000 lines of nothing', { 'a.yaml': `${'\n'.repeat(200_000)}a: 1\n` }],
    ['5,000 documents', { 'a.yaml': numbered(5_000, i => configMap(`c${i}`)).join('---\n') }],
    [
      '2,000 files',
      Object.fromEntries(numbered(2_000, i => [`d${i % 50}/f${i}.yaml`, configMap(`c${i}`)])),
    ],
  ])('%s', (_, files) => {
    expect(said(files).filter(text => !text.startsWith('placement/unreferenced-file'))).toEqual([]);
  });

  it('5,000 objects of one kustomization', () => {
    const { report } = lintTree(
      memoryTree({
        'kustomization.yaml':
          'kind: Kustomization\nresources: [a.yaml]\nnamespace: n\nnamePrefix: p-\n',
        'a.yaml': numbered(5_000, i => configMap(`c${i}`)).join('---\n'),
      }),
    );
    expect(report.summary.resources).toBe(5_000);
  });
});

describe('kustomizations', () => {
  const build = (text: string, more: Files = {}): Files => ({
    'o/kustomization.yaml': `kind: Kustomization\n${text}`,
    'o/x.yaml': configMap('a'.repeat(250)),
    ...more,
  });
  it.each<[string, Files, RegExp]>([
    ['one that refers to itself', build('resources: [../o]\n'), /kustomize\/invalid: .*cycle/],
    [
      'a cycle of two',
      build('resources: [../p]\n', { 'p/kustomization.yaml': 'resources: [../o]\n' }),
      /kustomize\/invalid: .*cycle/,
    ],
    [
      '../../..',
      build('resources: [../../../../etc]\n'),
      /missing-file: .*leads out of the repository/,
    ],
    [
      '../../.. to a file',
      build('resources: [../../../etc/passwd]\n'),
      /leads out of the repository/,
    ],
    ['an absolute path', build('resources: [/etc/passwd]\n'), /is an absolute path/],
    [
      'a generator that wants a file from outside',
      build('configMapGenerator: [{name: x, files: [../../../etc/passwd]}]\n'),
      /leads out of the repository/,
    ],
    [
      'values from outside',
      build('helmCharts: [{name: x, repo: "https://e.com", valuesFile: ../../etc/passwd}]\n'),
      /leads out of the repository/,
    ],
    ['__proto__ as a field', build('__proto__: {resources: [x.yaml]}\n'), /unknown|__proto__/],
  ])('%s: a finding', (_, files, expected) => {
    expect(said(files).join('\n')).toMatch(expected);
  });

  it.each([
    'https://example.com/base?ref=v1',
    'git@github.com:a/b.git//c?ref=--upload-pack=touch',
    'git::https://example.com/a',
    'ssh://-oProxyCommand=touch/x',
  ])('a remote resource is not fetched but noted: %s', url => {
    expect(notesOf(build(`resources: [${JSON.stringify(url)}]\n`)).join()).toContain(
      'nothing is fetched',
    );
  });

  const DEEP = '(a?){250}a{250}b';
  it.each([
    '(a+)+$',
    '[^](a+)+$]',
    '((a{100}){10}){2}',
    '(.*)*x',
    'a*a*a*a*b',
    '.*.*.*.*x',
    DEEP,
    '(a|aa)+$',
    `${'(a|a)'.repeat(28)}b`,
    'a?'.repeat(40),
  ])('a selector or image name that would backtrack forever: %s', pattern => {
    const name = JSON.stringify(pattern);
    const patch = `{target: {name: ${name}}, patch: "[]"}`;
    const files = build(
      `resources: [x.yaml, pod.yaml]\npatches: [${Array(50).fill(patch)}]\nimages: [{name: ${name}, newTag: x}]\n`,
      {
        'o/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: ${'a'.repeat(240)}}]}\n`,
      },
    );
    expect(lintTree(memoryTree(files)).report.summary.resources).toBe(2);
  });

  const pods = (image: (i: number) => string): string =>
    numbered(
      1_000,
      i =>
        `apiVersion: v1\nkind: Pod\nmetadata: {name: p${i}}\nspec: {containers: [{name: a, image: "${image(i)}"}]}\n`,
    ).join('---\n');
  it.each<[string, (i: number) => string, RegExp]>([
    ['of other images', i => `b.example.com/c${i}`, /no object has the image/],
    ['of one image', () => 'a.example.com/b', /its entries change objects more than/],
    ['by expressions', i => `a.example.com/(b|c)+${i}`, /its entries change objects more than/],
  ])('5,000 images over 1,000 pods: %s', { timeout: 60_000 }, (_, name, expected) => {
    const images = numbered(5_000, i => `{name: "${name(i)}", newTag: "1"}`);
    const files = {
      'o/kustomization.yaml': `resources: [pods.yaml]\nimages: [${images.join(', ')}]\n`,
      'o/pods.yaml': pods(i => `a.example.com/b${name(i) === name(0) ? '' : i}`),
    };
    const started = clock();
    const outcome = lint({ tree: memoryTree(files), policyFile: undefined, rules });
    expect(clock() - started).toBeLessThan(4 * LIMIT);
    if (outcome.status !== 'linted') throw new Error(outcome.status);
    const messages = outcome.report.findings.map(({ message }) => message);
    expect(messages.join('\n')).toMatch(expected);
  });

  it.each([
    ['a long word', `${'a'.repeat(100_000)}^`],
    ['open brackets', 'a('.repeat(50_000)],
    ['blanks', `a${' '.repeat(50_000)}^`],
    ['commas', ','.repeat(100_000)],
  ])('a label selector of %s', (_, selector) => {
    const text = JSON.stringify(selector);
    lintTree(
      memoryTree(
        build(`resources: [x.yaml]\npatches: [{target: {labelSelector: ${text}}, patch: "[]"}]\n`),
      ),
    );
  });

  it('names that every object has are names like any other', () => {
    const odd = '{__proto__: a, constructor: b, toString: c, hasOwnProperty: d}';
    const files = {
      'o/kustomization.yaml': `kind: Kustomization\nresources: [x.yaml]\nlabels: [{pairs: ${odd}}]\ncommonAnnotations: ${odd}\nconfigMapGenerator: [{name: __proto__, literals: [__proto__=1, constructor=2]}]\n`,
      'o/x.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, labels: ${odd}}\ndata: ${odd}\n`,
    };
    const { report } = lintTree(memoryTree(files));
    expect(report.summary.resources).toBe(2);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { a?: string }).a).toBeUndefined();
  });
});

describe('ApplicationSets', () => {
  const set = (generator: unknown, name = '{{ .n }}', more = ''): Files => ({
    'set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: s, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators: [${JSON.stringify(generator)}]
  template:
    metadata: {name: ${JSON.stringify(name)}}
    spec:
      project: default
      source: {repoURL: https://example.com/r.git, targetRevision: main, path: apps/a}
      destination: {server: https://kubernetes.default.svc, namespace: web}
      syncPolicy: {syncOptions: [CreateNamespace=true]}
${more}`,
    'apps/a/kustomization.yaml': 'kind: Kustomization\nresources: [x.yaml]\n',
    'apps/a/x.yaml': configMap('x'),
  });
  const list = (length: number, key = 'n') => ({
    list: { elements: numbered(length, i => ({ [key]: `a${i}` })) },
  });

  it.each([
    '{{ $d }}',
    '{{ toJson $d }}',
    '{{ toYaml $d }}',
    '{{ printf "%v" $d }}',
    '{{ deepCopy $d }}',
    '{{ merge $d $e }}',
    '{{ mergeOverwrite $e $d }}',
    '{{ deepEqual $d $e }}',
    '{{ has $d (list $e) }}',
    '{{ list $d | join "," }}',
  ])('a dict that holds itself is an error of the template: %s', use => {
    const made = ['d', 'e']
      .map(name => `{{ $${name} := dict "a" 1 }}{{ $_ := set $${name} "self" $${name} }}`)
      .join('');
    expect(said(set(list(1), made + use)).join()).toMatch(
      /argocd\/template-error: the template fails: too large/,
    );
  });

  it('a matrix of 10,000 by 10,000 is cut off', () => {
    const matrix = { matrix: { generators: [list(10_000), list(10_000, 'm')] } };
    expect(said(set(matrix)).join()).toContain('the matrix makes more than 10,000 combinations');
  });

  it('20,000 elements are cut off', () => {
    expect(said(set(list(20_000))).join()).toContain('makes more than 10000 parameter sets');
  });

  it.each([
    [
      'a template that calls itself',
      '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}',
    ],
    [
      'one that calls itself twice',
      '{{ define "x" }}{{ template "x" . }}{{ template "x" . }}{{ end }}{{ template "x" . }}',
    ],
    ['a range over 100 million', '{{ range until 100000000 }}a{{ end }}'],
    ['ranges in ranges', `${'{{ range until 1000 }}'.repeat(3)}a${'{{ end }}'.repeat(3)}`],
    ['a width of a billion', '{{ printf "%1000000000d" 1 }}'],
    ['a text of a billion', '{{ repeat 1000000000 "a" }}'],
    ['50,000 parentheses', `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`],
    ['20,000 conditions', '{{ if true }}'.repeat(20_000) + '{{ end }}'.repeat(20_000)],
  ])('%s: too large', (_, template) => {
    expect(said(set(list(1), template)).join()).toMatch(
      /argocd\/template-error: the template fails: too large/,
    );
    expect(said(set(list(2_000), template)).join()).toMatch(
      /argocd\/template-error: the template fails: too large/,
    );
  });

  it('a hundred sets of dear templates take no hundred times as long', () => {
    const [text] = Object.values(set(list(2_000), '{{ range until 9000 }}a{{ end }}'));
    const sets = numbered(100, i => [
      `set${i}.yaml`,
      String(text).replace('name: s,', `name: s${i},`),
    ]);
    const started = clock();
    const outcome = lint({
      tree: memoryTree(Object.fromEntries(sets)),
      policyFile: undefined,
      rules,
    });
    expect(clock() - started).toBeLessThan(5 * LIMIT);
    expect(outcome.status).toBe('linted');
  }, 60_000);

  it('dear templates are not rendered for thousands of sets', () => {
    expect(said(set(list(10_000), '{{ range until 9000 }}a{{ end }}')).join()).toContain(
      'too large',
    );
  });

  it.each(['^(a+)+$', '^(a|a)*$', '(a*)*b', '^a*a*a*a*$'])('regexMatch %s is not run', pattern => {
    said(set(list(100), `{{ regexMatch "${pattern}" "${'a'.repeat(60)}!" }}`));
  });

  it.each([
    '**/**/**/a',
    '*a'.repeat(2_000),
    '['.repeat(1_000),
    '../../..',
    '/etc',
    '{a,b}*'.repeat(50),
  ])('the directory glob %s', path => {
    const git = {
      git: { repoURL: 'https://example.com/r.git', revision: 'main', directories: [{ path }] },
    };
    const files = Object.fromEntries(
      numbered(300, i => [`${'b/'.repeat(30)}${i}/x.yaml`, 'a: 1\n']),
    );
    lintTree(memoryTree({ ...set(git, '{{ .path.basename }}'), ...files }));
  });

  it('a source path that leaves the repository', () => {
    const files = set(list(1));
    const text = String(files['set.yaml']).replace('apps/a', '../../../etc');
    expect(said({ ...files, 'set.yaml': text }).join('\n')).toMatch(
      /source-path: .*leaves the repository/,
    );
  });

  it.each([
    [{ matchLabels: 1 }],
    [{ matchExpressions: [{ key: '__proto__', operator: 'constructor', values: [[]] }] }],
    [{ matchExpressions: { key: 1 } }],
    [[]],
    [null],
    [JSON.parse('{"matchLabels": {"__proto__": "x", "a": null, "b": {"c": 1}}}')],
  ])('a generator selector of an odd shape: %j', selector => {
    lintTree(memoryTree(set({ ...list(2), selector })));
  });

  it('parameters named like what every object has', () => {
    const element = JSON.parse('{"n": "a", "__proto__": "b", "constructor": {"x": "c"}}');
    const { report } = lintTree(
      memoryTree(
        set({ list: { elements: [element] } }, '{{ .n }}-{{ .__proto__ }}-{{ .constructor.x }}'),
      ),
    );
    expect(report.findings.map(({ message }) => message)).toEqual([]);
    expect(report.summary.applications).toBe(1);
  });

  it('a revision that looks like an option is only text', () => {
    const git = {
      git: {
        repoURL: '--upload-pack=touch /tmp/x',
        revision: '--output=/tmp/x',
        directories: [{ path: '*' }],
      },
    };
    lintTree(memoryTree(set(git, '{{ .path.basename }}')));
  });
});

describe('names of 100,000 characters', () => {
  it('are not compared with known ones to suggest the nearest', () => {
    const [section, resource] = ['a', 'b'].map(letter => letter.repeat(100_000));
    const files = {
      'kustomization.yaml': `kind: Kustomization\nresources: [x.yaml, ${resource}]\n`,
      'x.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {gatewayClassName: c, listeners: [{name: ${resource}, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec: {parentRefs: [{name: g, sectionName: ${section}}]}
`,
    };
    expect(findingsOf(files).map(({ ruleId }) => ruleId)).toContain('gateway/unknown-section');
  });
});

describe('what every object has', () => {
  const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const repository = (name: string) => ({
    'kustomization.yaml': `kind: Kustomization\nresources: [x.yaml]\nhelmCharts: [{name: ${name}, repo: "https://example.com", releaseName: r}]\n${name}: [a]\n`,
    'x.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: ${name}, labels: {${name}: ${name}}}
spec: {gatewayClassName: ${name}, listeners: [{name: ${name}, port: 80, protocol: ${name}, allowedRoutes: {kinds: [{kind: ${name}}]}}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec: {parentRefs: [{name: ${name}, kind: ${name}}], rules: [{filters: [{type: ${name}, ${name}: {}}], backendRefs: [{kind: ${name}, name: ${name}}]}]}
---
apiVersion: ${name}/v1
kind: ${name}
metadata: {name: ${name}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: s}
spec: {secretStoreRef: {kind: ${name}, name: ${name}}, target: {name: ${name}}}
`,
  });
  it.each(inherited)('is no known kind, protocol, type or field: %s', name => {
    expect(said(repository(name)).join('\n')).not.toMatch(/\[object|native code|function/);
  });
});

describe('Talos', () => {
  it.each(['__proto__', 'constructor', 'toString'])('a document of kind %s', kind => {
    const document = `apiVersion: v1alpha1\nkind: ${kind}\nname: ${kind}\n${kind}: {${kind}: a}\n`;
    const machine = `machine: {type: worker, ${kind}: {${kind}: [a]}}\n`;
    const files = {
      'talos/controlplane.yaml': `version: v1alpha1\n${machine}---\n${document}`,
      'talos/patches/general.yaml': `${machine}---\n${document}`,
      'talos/patches/nodes/a.yaml': `${machine}---\n${document}`,
      'talos/schematic.yaml': `customization: {${kind}: {${kind}: a}}\n${kind}: {${kind}: a}\n`,
    };
    expect(said(files).join('\n')).not.toMatch(/\[object|native code|function/);
  });
  it.each([
    ['blank lines', '\n'.repeat(100_000)],
    ['blanks', `workers = a${' '.repeat(100_000)}!`],
    ['signs', '@'.repeat(100_000)],
    ['directories', `controlplane.yaml @${'nodes/'.repeat(20_000)}`],
  ])('a recipe of %s', (_, justfile) => {
    const node = 'machine: {network: {hostname: a}}\n';
    lintTree(memoryTree({ 'talos/justfile': justfile, 'talos/patches/nodes/a.yaml': node }));
  });
});

describe('quantities and paths', () => {
  it('a size of a hundred thousand digits', () => {
    const size = `"${'1'.repeat(100_000)}x"`;
    const claim = `kind: PersistentVolumeClaim\napiVersion: v1\nmetadata: {name: c}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${size}}}}\n`;
    const started = clock();
    expect(parseQuantity(`${'1'.repeat(100_000)}x`)).toBeUndefined();
    expect(clock() - started).toBeLessThan(LIMIT);
    lintTree(memoryTree({ 'c.yaml': claim }));
  });
  it('a script whose only line never ends', () => {
    const files = {
      'web/kustomization.yaml': 'resources: [settings.yaml]\n',
      'web/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n',
      'web/other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n',
      'apply.sh': 'apply '.repeat(40_000),
    };
    expect(findingsOf(files).map(({ ruleId }) => ruleId)).toContain('placement/unreferenced-file');
  });

  it('blank lines in an Application of a copy', () => {
    const blank = `kind: Application\n${'\n'.repeat(100_000)}`;
    const tree = memoryTree({ 'a.yaml': blank });
    const started = clock();
    expect(rooted(tree, 'cluster')).toBe(tree);
    expect(clock() - started).toBeLessThan(LIMIT);
  });
});

describe('Helm values', () => {
  it('templates that never end, in thousands of values', () => {
    const values = numbered(2_000, i => `      E${i}: '{{ range until 9000 }}a{{ end }}'`).join(
      '\n',
    );
    const files = {
      'kustomization.yaml':
        'kind: Kustomization\nhelmCharts:\n  - {name: app-template, repo: oci://ghcr.io/bjw-s-labs/helm, version: 4.6.2, releaseName: r, valuesFile: values.yaml}\n',
      'values.yaml': `controllers:\n  main:\n    containers:\n      app:\n        image: {repository: a, tag: b}\n        env:\n${values.replaceAll('      E', '          E')}\n`,
    };
    expect(lintTree(memoryTree(files)).report.summary.resources).toBeGreaterThan(0);
  });
});

describe('links', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-hostile-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('that leave the repository, lead nowhere or loop are not followed, and counted', () => {
    const folder = join(scratch, 'links');
    mkdirSync(join(folder, 'a'), { recursive: true });
    writeFileSync(join(scratch, 'outside.yaml'), configMap('outside'));
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      'kind: Kustomization\nresources: [out.yaml, self.yaml, a/up/a/up/in.yaml]\n',
    );
    writeFileSync(join(folder, 'in.yaml'), configMap('in'));
    symlinkSync('../outside.yaml', join(folder, 'out.yaml'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('/', join(folder, 'root'));
    const { report } = lintTree(openWorkTree(folder, { root: folder }));
    const skipped = report.notes.filter(note => note.includes('a link that leaves'));
    expect(skipped.map(note => note.split(':')[0]).sort()).toEqual([
      'out.yaml',
      'root',
      'self.yaml',
    ]);
    expect(
      report.findings.filter(({ ruleId }) => ruleId === STILL_LINTED).map(({ at }) => textOf(at)),
    ).toEqual(['out.yaml', 'self.yaml']);
  });
});

describe('output', () => {
  const inferred = makePolicy(undefined, 'inferred') as Policy;

  /** Everything that any format says. */
  function outputs(files: Files): Record<string, string> {
    const { report } = lintTree(memoryTree(files));
    const { applications } = loadCluster(openSources(memoryTree(files)), inferred, () => {});
    const displayPath = (path: string) => path;
    return {
      ...Object.fromEntries(
        (Object.keys(reporters) as FormatName[]).map(name => [name, format(name, report).text]),
      ),
      yaml: renderObjects(applications, { origins: true, format: 'yaml', displayPath }),
      renderJson: renderObjects(applications, { origins: true, format: 'json', displayPath }),
    };
  }

  const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://example.com/x.git, path: web}
  destination: {server: https://kubernetes.default.svc, namespace: web}
`;
  const CIPHER = 'ENC[AES256_GCM,data:RECOGNISABLE,iv:x,tag:y,type:str]';
  const SOPS = `sops:\n  mac: ENC[AES256_GCM,data:MACVALUE,type:str]\n  version: 3.9.0\n  encrypted_regex: ^(data|stringData)$\n`;

  it('never prints the values of SOPS files or Secrets', () => {
    const files = {
      'application.yaml': APPLICATION,
      'web/kustomization.yaml':
        'kind: Kustomization\nresources: [secret.yaml, plain.yaml, missing.yaml]\nsecretGenerator: [{name: made, literals: [password=PLAINTEXT-LITERAL]}]\n',
      'web/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: ${CIPHER}\n${SOPS}`,
      'web/plain.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: p}\nstringData:\n  password: PLAINTEXT-SECRET\n',
      'talos/secrets.sops.yaml': `cluster: {id: ${CIPHER}}\nsecrets: {bootstraptoken: PLAINTEXT-TOKEN}\ncerts: {}\n${SOPS}`,
      'talos/patches/general.yaml':
        'cluster:\n  token: PLAINTEXT-CLUSTER\nmachine:\n  token: PLAINTEXT-MACHINE\n',
    };
    for (const [format, text] of Object.entries(outputs(files))) {
      for (const value of ['RECOGNISABLE', 'MACVALUE', 'PLAINTEXT']) {
        expect(text.includes(value), `${value} in ${format}`).toBe(false);
      }
    }
  });

  const NAMES: Readonly<Record<string, string>> = {
    'a terminal escape': '\u001B[31mred\u001B]0;title\u0007',
    'a workflow command': 'x\n::error file=a::b',
    'a carriage return': 'x\r::error::b',
    'right-to-left marks': '\u202Eabc\u2066\u200F',
    'a C1 control': '\u009B31m',
    'line separators': 'a\u2028::error::b\u2029c',
    'a very long name': 'n'.repeat(20_000),
    'a NUL': 'a\u0000b',
  };
  it.each(Object.entries(NAMES))('makes %s harmless in every format', (_, name) => {
    const quoted = JSON.stringify(name);
    const files = {
      'application.yaml': `${APPLICATION.replace('name: web', `name: ${quoted}`)}`,
      'web/kustomization.yaml': `kind: Kustomization\nnamespace: ${quoted}\nresources: [x.yaml, ${quoted}, "https://example.com/${'x'}"]\nunknownField: ${quoted}\n`,
      'web/x.yaml': configMap(quoted, `data: {${quoted}: ${quoted}}\n`),
      [`web/${name.slice(0, 200)}.yaml`]: configMap(quoted),
    };
    for (const [format, text] of Object.entries(outputs(files))) {
      expect(text, format).not.toMatch(
        /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/,
      );
      // The annotations themselves are commands; what stands in them is tested with the formats.
      const own = /^::(error|warning|notice) title=[\w/-]+,file=[^:]+::.*\n/gm;
      expect(text.replace(own, ''), format).not.toMatch(/^::/m);
      const texts = format === 'json-lines' ? text.trimEnd().split('\n') : [text];
      if (/json/i.test(format))
        for (const item of texts) expect(() => JSON.parse(item), format).not.toThrow();
    }
  });
});

describe('any change to a repository that was right', () => {
  const repositories = readdirSync('fixtures')
    .filter(family => family !== 'conformance')
    .flatMap(family =>
      readdirSync(join('fixtures', family)).map(rule => join('fixtures', family, rule)),
    )
    .flatMap(rule => readdirSync(rule).map(name => join(rule, name)));

  it('throws nothing, crashes no rule and ends at once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...repositories),
        fc.array(mutation, { minLength: 1, maxLength: 10 }),
        (folder, mutations) => {
          const outcome = lint({
            tree: memoryTree(mutate(read(folder), mutations)),
            policyFile: undefined,
            rules,
          });
          if (outcome.status !== 'linted') return;
          const { report, crashed } = outcome;
          expect(crashed).toBe(false);
          for (const { at } of report.findings) {
            expect(at.start).toBeGreaterThanOrEqual(0);
            expect(at.end).toBeGreaterThanOrEqual(at.start);
            expect(at.end).toBeLessThanOrEqual(at.file.text.length);
          }
          expect(report.summary.durationMs).toBeLessThan(LIMIT);
        },
      ),
      { numRuns: 150, seed: 20, endOnFailure: true },
    );
  });
});

/** A folder's files as text. */
function read(folder: string): Record<string, string> {
  const tree = openWorkTree(folder, { root: folder });
  return Object.fromEntries(
    tree.files.map(path => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}
