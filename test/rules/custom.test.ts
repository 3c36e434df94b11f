import { describe, expect, it } from 'vitest';
import { makePolicy } from '../../src/config/load.ts';
import { lint } from '../../src/lint.ts';
import { positionAt, textOf } from '../../src/source/text.ts';
import { memoryTree } from '../support/memory-tree.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: {team: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: docker.io/library/nginx:latest
        - name: side
          image: ghcr.io/example/side:1.2.3
          resources: {limits: {memory: 512Mi}}
`;
const TREE = memoryTree({
  'kustomization.yaml': 'kind: Kustomization\nresources: [web.yaml, account.yaml]\n',
  'web.yaml': DEPLOYMENT,
  'account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop}\n',
});

/** What rules of one's own say: place, marked characters and message. */
function found(custom: string, more = ''): string[] {
  const outcome = lint({
    tree: TREE,
    policyFile: { path: '.pitower-lint.yaml', text: `custom:\n${custom}\n${more}` },
    rules: [],
  });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  return outcome.report.findings.map(({ at, severity, ruleId, message }) => {
    const { line } = positionAt(at.file, at.start);
    return `${at.file.path}:${line} ${severity} ${ruleId} \`${textOf(at).split('\n')[0]}\` ${message}`;
  });
}

const rule = (rest: string) => `  - {id: own/r, message: wrong, ${rest}}`;

describe("rules of one's own", () => {
  it.each<[string, string[]]>([
    [
      'match: {kinds: [Deployment]}, assert: "object.spec.replicas > 1"',
      ['web.yaml:8 warning own/r `1` Deployment `shop/web`: wrong'],
    ],
    ['match: {kinds: [Deployment]}, assert: "object.spec.replicas == 1"', []],
    ['match: {kinds: [StatefulSet]}, assert: "false"', []],
    [
      'match: {kinds: [apps/*]}, severity: error, assert: "object.spec.template.spec.containers.all(c, has(c.resources))"',
      ['web.yaml:15 error own/r `name: web` Deployment `shop/web`: wrong'],
    ],
    [
      'each: image, schema: {type: string, pattern: "^ghcr[.]io/"}',
      [
        'web.yaml:16 warning own/r `docker.io/library/nginx:latest` Deployment `shop/web`: wrong (must match `^ghcr[.]io/`)',
      ],
    ],
    [
      'each: container, assert: "has(self.resources) && quantity(self.resources.limits.memory).isLessThan(quantity(\'1Gi\'))"',
      ['web.yaml:15 warning own/r `name: web` Deployment `shop/web`: wrong'],
    ],
    [
      'match: {labels: {team: sh*}}, schema: {properties: {metadata: {required: [annotations]}}}',
      [
        'web.yaml:4 warning own/r `name: web` Deployment `shop/web`: wrong (`metadata` needs `annotations`)',
      ],
    ],
    [
      'match: {kinds: [Deployment]}, assert: "cluster.find(\'ServiceAccount\', object.metadata.namespace, object.spec.template.spec.serviceAccountName) != null"',
      [],
    ],
    [
      "match: {kinds: [Deployment]}, assert: \"cluster.find('ServiceAccount', 'shop', 'other') != null\"",
      ['web.yaml'],
    ],
    ['match: {namespaces: [other]}, assert: "false"', []],
    ['match: {files: [web.yaml], names: [we*]}, assert: "false"', ['web.yaml']],
    // What can't be evaluated is no answer.
    ['match: {kinds: [Deployment]}, assert: "object.spec.gone.deeper > 1"', []],
  ])('%s', (rest, expected) => {
    const out = found(rule(rest));
    expect(out).toHaveLength(expected.length);
    for (const [i, text] of expected.entries()) expect(out[i]).toContain(text);
  });

  it('are turned off, made louder and suppressed like all others', () => {
    const all = rule('match: {kinds: [Deployment]}, assert: "false"');
    expect(found(all, 'rules: {own/r: off}')).toEqual([]);
    expect(found(all, 'rules: {own: info}')[0]).toContain(' info own/r ');
    expect(found(all, 'overrides: [{files: [web.yaml], rules: {own/r: off}}]')).toEqual([]);
  });

  it.each([
    ['{id: own/r, message: m}', '2:10: a rule has either a schema or an assert'],
    [
      '{id: mine, message: m, assert: "true"}',
      '2:10: `id` must match `^own/[a-z0-9]+(-[a-z0-9]+)*$`',
    ],
    ['{id: own/r, message: m, assert: "object.("}', "2:37: the expression can't be used: "],
    [
      '{id: own/r, message: m, assert: "objekt.a"}',
      "2:37: the expression can't be used: Unknown variable: objekt",
    ],
    ['{id: own/r, message: m, schema: {type: strin}}', "2:38: the schema can't be used: "],
    ['{id: own/r, message: m, schema: {pattern: "(a"}}', "2:38: the schema can't be used: "],
    [
      '{id: own/r, message: m, assert: "true", good: [{metadata: {name: a}}]}',
      '2:53: a sample is an object with a `kind`',
    ],
    [
      '{id: own/r, message: m, assert: "true", bad: [{object: {spec: {}}}]}',
      '2:61: a sample is an object with a `kind`',
    ],
    [
      '{id: own/r, message: m, assert: "true", bad: [{object: {kind: Pod}, besides: []}]}',
      '2:73: unknown key `besides`',
    ],
  ])('%s is an error in the policy', (text, error) => {
    const made = makePolicy({ path: 'p', text: `custom:\n  - ${text}` }, 'inferred');
    const errors = 'preset' in made ? [] : made;
    expect(
      errors.map(({ at, message }) => {
        const { line, column } = positionAt(at.file, at.start);
        return `${line}:${column}: ${message}`;
      })[0],
    ).toContain(error);
  });
});
