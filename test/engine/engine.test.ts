import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../../src/config/load.ts';
import { atLeast, compareFindings, type Finding } from '../../src/engine/finding.ts';
import { runRules } from '../../src/engine/lint.ts';
import { scalarAround, semanticPath } from '../../src/engine/semantic-path.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import { rules } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import type { Place } from '../../src/source/text.ts';
import { get } from '../../src/yaml/access.ts';
import { placeOf } from '../../src/yaml/located.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const policy = makePolicy(undefined, 'inferred') as Policy;
const FILES = {
  'kustomization.yaml': 'kind: Kustomization\nresources:\n  - a.yaml\n  - gone.yaml\n',
  'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n',
};
const clusterOf = (files: Record<string, string>) =>
  loadCluster(openSources(memoryTree(files)), policy, () => {});

const rule = (id: Rule['id'], check: Rule['check']): Rule => ({
  id,
  severity: 'error',
  summary: '',
  rationale: '',
  remedy: '',
  reference: '',
  check,
});

describe('secret lines', () => {
  const SECRET = [
    'apiVersion: v1',
    'kind: Secret',
    'metadata: {name: s}',
    'stringData:',
    '  token: hunter2',
    '  key: |',
    '    BEGIN',
    '    hunter3',
    '',
  ].join('\n');
  const cluster = clusterOf({
    'kustomization.yaml':
      'kind: Kustomization\nsecretGenerator:\n  - name: g\n    literals: [token=hunter4]\n',
    'loose.yaml': SECRET,
  });
  const marked = (path: string, text: string) => {
    const file = { path: '', text: '' };
    const at = [...cluster.lintedFiles].find(item => item.file.path === path)?.file ?? file;
    const start = at.text.indexOf(text);
    return { file: at, start, end: start + text.length };
  };

  it.each([
    ['loose.yaml', 'token', true],
    ['loose.yaml', 'hunter3', true],
    ['loose.yaml', 'kind', false],
    ['kustomization.yaml', 'token', true],
    ['kustomization.yaml', 'secretGenerator', false],
  ])('of %s, a finding at %s is secret whatever rule it is of: %s', (path, text, secret) => {
    const any = rule('test/any', ({ report }) =>
      report({ at: marked(path, text), message: 'something else' }),
    );
    const [finding] = runRules(cluster, policy, [any]).findings;
    expect(finding?.secret).toBe(secret);
  });
});

describe('rules that know a schema only', () => {
  const at = (start: number) => ({ file: clusterFile, start, end: start + 1 });
  const clusterFile = { path: 'a.yaml', text: 'ab' };
  const general: Rule = {
    ...rule('test/general', ({ report }) => {
      for (const start of [0, 1]) report({ at: at(start), message: 'general' });
    }),
    general: true,
  };
  const special = rule('test/special', ({ report }) => report({ at: at(0), message: 'special' }));

  it('say nothing where another one speaks of the same place', () => {
    const { findings } = runRules(clusterOf(FILES), policy, [general, special]);
    expect(findings.map(({ ruleId, at }) => [ruleId, at.start])).toEqual([
      ['test/special', 0],
      ['test/general', 1],
    ]);
  });
});

describe('running rules', () => {
  it('contains the crash of one: a finding with its id, and every other rule still runs', () => {
    const crashing = rule('test/crashing', () => {
      throw new TypeError('no such thing\nsecond line');
    });
    const result = runRules(clusterOf(FILES), policy, [crashing, ...rules]);
    expect(result.crashed).toBe(true);
    const crash = result.findings.find(({ ruleId }) => ruleId === 'internal/rule-crashed');
    expect(crash?.message).toBe('the rule `test/crashing` crashed: TypeError: no such thing');
    expect(result.findings.some(({ ruleId }) => ruleId === 'kustomize/missing-file')).toBe(true);
  });

  it('gives the same findings whatever the order of rules and files', () => {
    const shape = (files: Record<string, string>, order: readonly Rule[]) =>
      runRules(clusterOf(files), policy, order).findings.map(
        ({ ruleId, at, message, fingerprint }) => [
          ruleId,
          at.file.path,
          at.start,
          message,
          fingerprint,
        ],
      );
    const turned = Object.fromEntries(Object.entries(FILES).reverse());
    expect(shape(turned, [...rules].reverse())).toEqual(shape(FILES, rules));
  });

  it('takes severities from the rule, over it from the policy, over that from the command line', () => {
    const missing = rules.filter(({ id }) => id === 'kustomize/missing-file');
    const saying = (text: string) => makePolicy({ path: 'p', text }, 'inferred') as Policy;
    const pinned = saying('rules: {kustomize/missing-file: info}');
    const severity = (result: ReturnType<typeof runRules>) =>
      result.findings.map(finding => finding.severity);
    expect(severity(runRules(clusterOf(FILES), policy, missing))).toEqual(['error']);
    expect(severity(runRules(clusterOf(FILES), pinned, missing))).toEqual(['info']);
    expect(
      severity(
        runRules(clusterOf(FILES), pinned, missing, {
          severities: new Map([['kustomize/missing-file', 'warning']]),
        }),
      ),
    ).toEqual(['warning']);
    expect(
      severity(
        runRules(
          clusterOf(FILES),
          saying('rules: {kustomize/missing-file: {severity: off}}'),
          missing,
        ),
      ),
    ).toEqual([]);
  });

  it('says one thing about one place once', () => {
    const twice = rule('test/twice', ({ cluster, report }) => {
      const at = cluster.resources.deployed[0]?.value;
      for (const _ of [1, 2]) if (at) report({ at, message: 'same' });
    });
    expect(runRules(clusterOf(FILES), policy, [twice]).findings).toHaveLength(1);
  });
});

describe('semantic path', () => {
  const text =
    'kind: Service\nmetadata: {name: web, namespace: x}\nspec:\n  ports:\n    - name: http\n      port: 80\n    - port: 81\n';
  const { documents } = parseYaml({ path: 'a.yaml', text });
  it.each<[string, (string | number)[]]>([
    ['Service/x/web:spec.ports.http.port', ['spec', 'ports', 0, 'port']],
    ['Service/x/web:spec.ports.1.port', ['spec', 'ports', 1, 'port']],
    ['Service/x/web:metadata.name', ['metadata', 'name']],
  ])('%s', (expected, path) => {
    const value = get(documents[0]?.value, ...path);
    if (!value) throw new Error('no value');
    expect(semanticPath(documents, placeOf(value))).toBe(expected);
  });

  const ofPath = (yaml: string, path: (string | number)[], isSecret = false, nth = 0) => {
    const parsed = parseYaml({ path: 'a.yaml', text: yaml });
    const value = get(parsed.documents[nth]?.value, ...path);
    if (!value) throw new Error('no value');
    return semanticPath(parsed.documents, placeOf(value), isSecret);
  };

  it('numbers documents that have no identity, and looks into the right one', () => {
    const yaml = 'a: 1\n---\nb: {c: 2}\n';
    expect(ofPath(yaml, ['a'])).toBe('#0:a');
    expect(ofPath(yaml, ['b', 'c'], false, 1)).toBe('#1:b.c');
  });

  it('names items by their text, unless it is long or secret', () => {
    const long = 'x'.repeat(201);
    expect(ofPath('a: [one, two]\n', ['a', 1])).toBe('#0:a.two');
    expect(ofPath(`a: [one, ${long}]\n`, ['a', 1])).toBe('#0:a.1');
    expect(ofPath(`a: [one, ${long.slice(1)}]\n`, ['a', 1])).toBe(`#0:a.${long.slice(1)}`);
    expect(ofPath('a: [one, two]\n', ['a', 1], true)).toBe('#0:a.1');
    expect(ofPath('a: [{name: one}]\n', ['a', 0, 'name'], true)).toBe('#0:a.0.name');
  });

  it('is the text itself outside of every document, and nothing where that is secret', () => {
    const file = { path: 'a.yaml', text: '# note\na: 1\n' };
    const parsed = parseYaml(file);
    const comment = { file, start: 2, end: 6 };
    expect(semanticPath(parsed.documents, comment)).toBe('note');
    expect(semanticPath(parsed.documents, comment, true)).toBe('');
    const other = { file: { ...file }, start: 7, end: 8 };
    expect(semanticPath(parsed.documents, other)).toBe('a');
  });

  it('of a scalar gives the innermost one that covers a place', () => {
    const file = { path: 'a.yaml', text: 'a: {b: word}\n' };
    const { documents: all } = parseYaml(file);
    expect(scalarAround(all, { file, start: 8, end: 10 })?.text).toBe('word');
    expect(scalarAround(all, { file, start: 3, end: 5 })).toBeUndefined();
    expect(scalarAround(all, { file, start: 13, end: 13 })).toBeUndefined();
  });
});

describe('order and thresholds', () => {
  const at = (path: string, start: number, end: number) => ({
    file: { path, text: '' },
    start,
    end,
  });
  const finding = (place: Place, ruleId: Finding['ruleId'], message: string) =>
    ({ at: place, ruleId, message }) as Finding;

  it('is by file, start, end, rule and message', () => {
    const sorted = [
      finding(at('a', 5, 6), 'x/z', 'z'),
      finding(at('b', 1, 2), 'x/a', 'a'),
      finding(at('b', 1, 3), 'x/a', 'a'),
      finding(at('b', 1, 3), 'x/b', 'a'),
      finding(at('b', 1, 3), 'x/b', 'b'),
      finding(at('b', 2, 2), 'x/a', 'a'),
    ];
    expect([...sorted].reverse().sort(compareFindings)).toEqual(sorted);
    expect(sorted.every(one => compareFindings(one, one) === 0)).toBe(true);
  });

  it.each([
    ['error', 'error', true],
    ['error', 'info', true],
    ['warning', 'error', false],
    ['warning', 'warning', true],
    ['info', 'warning', false],
    ['info', 'info', true],
  ] as const)('%s is at least %s: %s', (severity, threshold, expected) => {
    expect(atLeast(severity, threshold)).toBe(expected);
  });
});
