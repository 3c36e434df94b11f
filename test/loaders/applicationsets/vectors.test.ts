import { describe, expect, it } from 'vitest';
import { lint } from '../../../src/lint.ts';
import {
  clusterSecrets,
  expandApplicationSet,
} from '../../../src/loaders/applicationsets/index.ts';
import type { ApplicationSet } from '../../../src/model/application.ts';
import { rules } from '../../../src/rules/index.ts';
import { textOf } from '../../../src/source/text.ts';
import { toPlain } from '../../../src/yaml/access.ts';
import type { LocatedMap } from '../../../src/yaml/located.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const URL = 'https://example.com/cluster.git';

interface Setup {
  readonly goTemplate?: boolean;
  readonly generators: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly files?: readonly string[];
  readonly contents?: Readonly<Record<string, string>>;
  readonly patch?: string;
}

/** Expands one ApplicationSet over a repository that has these files. */
function expand({
  goTemplate = true,
  generators,
  name,
  namespace = 'x',
  files = [],
  contents = {},
  patch,
}: Setup): ApplicationSet {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set, namespace: argocd}
spec:
  goTemplate: ${goTemplate}
  goTemplateOptions: ["missingkey=error"]
  generators:
${generators.replace(/^/gm, '    ')}
  template:
    metadata: {name: ${JSON.stringify(name ?? (goTemplate ? '{{.path.path | replace "/" "-" | normalize}}' : '{{path}}'))}}
    spec:
      project: default
      source: {repoURL: ${URL}, path: x}
      destination: {server: https://kubernetes.default.svc, namespace: ${JSON.stringify(namespace)}}
`;
  const whole =
    patch === undefined ? text : `${text}  templatePatch: |\n${patch.replace(/^/gm, '    ')}\n`;
  const tree = memoryTree({
    'set.yaml': whole,
    ...contents,
    ...Object.fromEntries(files.map(path => [path, '{}\n'])),
  });
  const sources = openSources(tree);
  const documents = tree.files.flatMap(path => sources.parse(path).documents);
  const value = sources.parse('set.yaml').documents[0]?.value;
  if (value?.kind !== 'map') throw new Error('no ApplicationSet');
  return expandApplicationSet(value, sources, url => url === URL, clusterSecrets(documents));
}

const names = (set: ApplicationSet): string[] => set.applications.map(({ name }) => name.text);
const messages = (set: ApplicationSet): string[] => set.problems.map(({ message }) => message);
const list = (...elements: string[]): string =>
  `- list:\n    elements:\n${elements.map(element => `      - ${element}\n`).join('')}`;
const git = (kind: 'directories' | 'files', ...items: string[]): string =>
  `- git:\n    repoURL: ${URL}\n    revision: main\n    ${kind}:\n${items.map(item => `      - ${item}\n`).join('')}`;

const DIRECTORIES = [
  'apps/a/base/x',
  'apps/b/overlays/prod/x',
  'apps/my_app/x',
  'infra/x/y/z',
  '.github/workflows/x',
  '.git/x',
];
const directories = (...items: string[]): (string | undefined)[] =>
  expand({ generators: git('directories', ...items), files: DIRECTORIES }).applications.map(
    ({ generatedBy }) => generatedBy?.directory,
  );
const path = (pattern: string): string => `{path: ${JSON.stringify(pattern)}}`;
const exclude = (pattern: string): string => `{path: ${JSON.stringify(pattern)}, exclude: true}`;

describe('git directories', () => {
  const APPS = ['apps/a', 'apps/b', 'apps/my_app'];
  it.each<[string, string, string[]]>([
    ['D1', '*', ['apps', 'infra']],
    ['D2', 'apps/*', APPS],
    ['D3', 'apps/*/*', ['apps/a/base', 'apps/b/overlays']],
    ['D4', 'apps/**', APPS],
    ['D5', '**', ['apps', 'infra']],
    ['D6', 'apps/a', ['apps/a']],
    ['D7', 'apps/a/', []],
    ['D8', '/apps/*', []],
    ['D9', './apps/*', []],
    ['D10', 'apps/[ab]', ['apps/a', 'apps/b']],
    ['D11', 'apps/[!ab]', ['apps/a', 'apps/b']],
    ['D12', 'apps/[^ab]', []],
    ['D13', 'apps/?', ['apps/a', 'apps/b']],
    ['D14', 'apps/{a,b}', []],
    ['D15', 'apps/*/overlays/*', ['apps/b/overlays/prod']],
    ['D16', '*/*', [...APPS, 'infra/x']],
    ['D17', 'apps', ['apps']],
    ['D18', 'apps/my*', ['apps/my_app']],
    ['D19', 'apps/*_app', ['apps/my_app']],
    ['D20', 'APPS/*', []],
    ['D21', 'apps/[a', []],
    ['D22', 'apps/\\a', ['apps/a']],
    ['D23', '**/overlays/*', []],
    ['D24', 'apps/**/overlays', ['apps/b/overlays']],
    ['D25', 'apps//*', []],
    ['D25', '../apps/*', []],
    ['D26', '.github/*', []],
  ])('%s: %s', (_, pattern, expected) => expect(directories(path(pattern))).toEqual(expected));

  it('D27: an exclude takes away', () =>
    expect(directories(path('apps/*'), exclude('apps/b'))).toEqual(['apps/a', 'apps/my_app']));
  it('D28: the order of items is irrelevant', () =>
    expect(directories(exclude('apps/b'), path('apps/b'))).toEqual([]));
  it('D29: only excludes give nothing', () => expect(directories(exclude('apps/*'))).toEqual([]));
  it('D30: a malformed exclude excludes nothing', () =>
    expect(directories(path('apps/*'), exclude('apps/[a'))).toEqual(APPS));
});

describe('git files', () => {
  const FILES = [
    'apps/a/config.json',
    'apps/a/sub/config.json',
    'apps/b/config.json',
    'apps/b/other.yaml',
    'apps/config.json',
    '.hidden/x/config.json',
    'config.json',
  ];
  const found = (pattern: string) =>
    expand({
      generators: git('files', path(pattern)),
      files: FILES,
      name: '{{.path.path | replace "/" "-" | normalize}}.{{.path.filenameNormalized}}',
    });
  it.each<[string, string, string[]]>([
    ['F1', 'apps/*/config.json', ['apps/a', 'apps/a/sub', 'apps/b']],
    ['F1', 'apps/**/config.json', ['apps/a', 'apps/a/sub', 'apps/b']],
    ['F2', '**/config.json', ['.hidden/x', 'apps/a', 'apps/a/sub', 'apps/b', 'apps']],
    ['F3', 'apps/*.json', ['apps/a', 'apps/a/sub', 'apps/b', 'apps']],
    ['F6', './apps/a/*', ['apps/a', 'apps/a/sub']],
    ['F8', 'apps/{a,b}/config.json', []],
    ['F9', ':(glob)apps/*/config.json', ['apps/a', 'apps/b']],
  ])('%s: %s', (_, pattern, expected) => {
    const matches = found(pattern).generators[0]?.patterns[0]?.matches ?? [];
    expect(matches.map(file => file.slice(0, file.lastIndexOf('/')))).toEqual(expected);
  });
  it('F4: all JSON files', () =>
    expect(found('*.json').generators[0]?.patterns[0]?.matches).toHaveLength(6));
  it('F5: a directory stands for all files below it', () =>
    expect(found('apps').generators[0]?.patterns[0]?.matches).toHaveLength(5));
  it('F7: a leading slash makes git fail, and the set with it', () =>
    expect(messages(found('/apps/a/*'))[0]).toContain('git refuses'));

  it('content becomes parameters; path wins over a key of that name', () => {
    const set = expand({
      generators: git('files', path('env/*.yaml')),
      contents: {
        'env/prod.yaml': 'name: prod\npath: mine\n',
        'env/two.yaml': '- {name: one}\n- {name: two}\n',
      },
      name: '{{.name}}-{{.path.basename}}',
    });
    expect(names(set)).toEqual(['prod-env', 'one-env', 'two-env']);
  });
});

describe('combinations', () => {
  it('C1: a matrix of three is an error', () => {
    expect(
      messages(
        expand({
          generators:
            '- matrix:\n    generators:\n      - list: {elements: []}\n      - list: {elements: []}\n      - list: {elements: []}\n',
        }),
      ),
    ).toEqual(['a matrix needs exactly two generators']);
  });
  const matrix = (first: string, second: string) =>
    `- matrix:\n    generators:\n${(first + second).replace(/^(?=.)/gm, '      ')}`;
  it("C2: the second child sees the first's parameters", () => {
    const set = expand({
      generators: matrix(list('{cluster: a}'), git('directories', path('apps/{{.cluster}}/*'))),
      files: DIRECTORIES,
      name: '{{.cluster}}-{{.path.basename}}',
    });
    expect(names(set)).toEqual(['a-base']);
  });
  it('C3: and the other way round', () => {
    const set = expand({
      generators: matrix(
        git('directories', path('apps/a')),
        list("{host: '{{.path.basename}}.example.com'}"),
      ),
      files: DIRECTORIES,
      name: '{{.host}}',
    });
    expect(names(set)).toEqual(['a.example.com']);
  });
  const merge = (first: string, second: string) =>
    `- merge:\n    mergeKeys: [name]\n    generators:\n${(first + second).replace(/^(?=.)/gm, '      ')}`;
  it('C4: two base sets with equal keys are an error', () => {
    expect(
      messages(
        expand({
          generators: merge(list('{name: a}', '{name: a}'), list('{name: b}')),
          name: '{{.name}}',
        }),
      ),
    ).toEqual(['two sets of the first generator have equal name']);
  });
  it('C5: an override whose key the base lacks is dropped', () => {
    expect(
      names(
        expand({
          generators: merge(
            list('{name: a, env: dev}'),
            list('{name: a, env: prod}', '{name: b, env: test}'),
          ),
          name: '{{.name}}-{{.env}}',
        }),
      ),
    ).toEqual(['a-prod']);
  });
  it('C6: without goTemplate an element that is not a string is an error', () => {
    const set = expand({
      goTemplate: false,
      generators: list('{name: a, replicas: 2}'),
      name: '{{name}}',
    });
    expect(messages(set)[0]).toContain(
      "without `goTemplate` a list element's `replicas` must be a string",
    );
  });
  it('C7: with goTemplate it is a number', () => {
    expect(
      names(
        expand({ generators: list('{name: a, replicas: 2}'), name: '{{.name}}-{{.replicas}}' }),
      ),
    ).toEqual(['a-2']);
  });
  it('C8: two directories that normalise to one name are one conflict, others are fine', () => {
    const set = (path_: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: set, namespace: argocd}\nspec:\n  goTemplate: true\n  goTemplateOptions: ["missingkey=error"]\n  generators:\n    - git: {repoURL: ${URL}, revision: main, directories: [{path: "${path_}"}]}\n  template:\n    metadata: {name: "{{.path.basename | normalize}}"}\n    spec:\n      project: default\n      source: {repoURL: ${URL}, targetRevision: main, path: "{{.path.path}}"}\n      destination: {server: https://kubernetes.default.svc, namespace: x}\n      syncPolicy: {syncOptions: [CreateNamespace=true]}\n`;
    const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
    const outcome = lint({
      tree: memoryTree({
        'set.yaml': set('apps/*'),
        'apps/my_app/a.yaml': object('a'),
        'apps/my-app/b.yaml': object('b'),
        'apps/other/c.yaml': object('c'),
      }),
      policyFile: undefined,
      rules: rules.filter(({ id }) => id === 'placement/covered-twice'),
    });
    const found = outcome.status === 'linted' ? outcome.report.findings : [];
    expect(found.map(({ message }) => message)).toEqual([
      'two Applications are named `my-app`: for `apps/my-app` and `apps/my_app`',
    ]);
  });
  it('C9: a name that the API server refuses is reported at the template', () => {
    const set = expand({
      generators: git('directories', path('apps/my_app')),
      files: DIRECTORIES,
      name: '{{.path.basename}}',
    });
    expect(messages(set)[0]).toContain(
      "the Application's name becomes `my_app`, which Kubernetes refuses (for `apps/my_app`)",
    );
  });
  it('C10: no elements, no Applications, no error', () => {
    const set = expand({ generators: '- list: {elements: []}\n' });
    expect([names(set), messages(set)]).toEqual([[], []]);
  });
});

describe('rendered templates', () => {
  it('C11: finalizers of the template stay as they are', () => {
    const set = expand({
      generators: list('{name: a}'),
      name: '{{.name}}',
      patch: 'metadata: {finalizers: [x]}',
    });
    const [application] = set.applications;
    expect(application && toPlain(application.value)).toMatchObject({
      metadata: { finalizers: ['x'] },
    });
  });
  it('C12: a destination with both a server and a name is an error, the others are made', () => {
    const set = expand({
      generators: list('{name: a, cluster: edge}', '{name: b, cluster: ""}'),
      name: '{{.name}}',
      patch: '{{ if .cluster }}spec: {destination: {name: "{{.cluster}}"}}{{ end }}',
    });
    expect(names(set)).toEqual(['a', 'b']);
    expect(messages(set)).toEqual([
      'the destination has both a server and a name, of which Argo CD takes one only',
    ]);
  });
});

describe('other generators', () => {
  it('clusters: the one it runs in, and declared ones', () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: edge, labels: {argocd.argoproj.io/secret-type: cluster, env: prod}}\nstringData: {name: edge, server: https://edge}\n';
    const all = expand({
      generators: '- clusters: {}\n',
      contents: { 'edge.yaml': secret },
      name: '{{.name}}',
    });
    expect(names(all)).toEqual(['in-cluster', 'edge']);
    const chosen = expand({
      generators: '- clusters: {selector: {matchLabels: {env: prod}}}\n',
      contents: { 'edge.yaml': secret },
      name: '{{.name}}',
    });
    expect(names(chosen)).toEqual(['edge']);
    const none = expand({
      generators: '- clusters: {selector: {matchLabels: {env: dev}}}\n',
      name: '{{.name}}',
    });
    expect(none.unknowable).toContain('no cluster Secret');
  });

  it.each(['scmProvider', 'pullRequest', 'plugin', 'clusterDecisionResource'])(
    '%s asks a live system: unknowable, not empty',
    name => {
      expect(expand({ generators: `- ${name}: {}\n` }).unknowable).toContain(name);
    },
  );

  it('a git generator over another repository is unknowable', () => {
    const generators = git('directories', path('*')).replace(URL, 'https://example.com/other.git');
    expect(expand({ generators }).unknowable).toContain('another repository');
  });

  it('a selector filters finished sets', () => {
    const generators = `${list('{name: a, env: dev}', '{name: b, env: prod}')}  selector: {matchLabels: {env: prod}}\n`;
    expect(names(expand({ generators, name: '{{.name}}' }))).toEqual(['b']);
  });

  it('10,001 combinations are refused at once', () => {
    const many = (key: string) =>
      list(...Array.from({ length: 101 }, (_, i) => `{${key}: "${i}"}`));
    const generators = `- matrix:\n    generators:\n${(many('a') + many('b')).replace(/^(?=.)/gm, '      ')}`;
    expect(messages(expand({ generators, name: '{{.a}}-{{.b}}' }))[0]).toContain(
      'more than 10,000 combinations',
    );
  });
});

describe('templatePatch', () => {
  const patched = (patch: string) =>
    expand({ generators: list('{name: web, prune: true}'), name: '{{.name}}', patch })
      .applications[0];

  it('is rendered as a whole and merged; the project stays', () => {
    const application = patched(
      'spec:\n  project: other\n  syncPolicy:\n    automated:\n      prune: {{.prune}}\n',
    );
    expect(application?.project?.text).toBe('default');
    expect(JSON.stringify(toPlain(application?.value as LocatedMap))).toContain(
      '"syncPolicy":{"automated":{"prune":true}}',
    );
  });

  it('loops may span lines', () => {
    const application = patched(
      'metadata:\n  labels:\n{{- range $i, $n := list "a" "b"}}\n    {{$n}}: "{{$i}}"\n{{- end}}\n',
    );
    expect(JSON.stringify(toPlain(application?.value as LocatedMap))).toContain(
      '"labels":{"a":"0","b":"1"}',
    );
  });

  it('null deletes, and nothing at all changes nothing', () => {
    expect(patched('spec:\n')?.destination.server).toBeUndefined();
    expect(patched('{{if false}}spec: {}{{end}}')?.destination.server?.text).toBe(
      'https://kubernetes.default.svc',
    );
  });
});

describe('places', () => {
  it('a generated field points at the template expression, and the Application at what made it', () => {
    const set = expand({
      generators: git('directories', path('apps/a')),
      files: DIRECTORIES,
      namespace: '{{index .path.segments 1}}',
    });
    const [application] = set.applications;
    expect(application?.destination.namespace?.text).toBe('a');
    expect(
      application?.destination.namespace && textOf(application.destination.namespace.origin),
    ).toBe('"{{index .path.segments 1}}"');
    expect(application?.generatedBy && textOf(application.generatedBy.generator.origin)).toBe(
      '"apps/a"',
    );
  });

  it('an error is marked inside the expression, once for all directories', () => {
    const set = expand({
      generators: git('directories', path('apps/*')),
      files: DIRECTORIES,
      name: 'x-{{.path.basenme}}',
    });
    expect(set.problems).toHaveLength(1);
    expect(set.problems[0] && textOf(set.problems[0].at)).toBe('.path.basenme');
  });
});
