import { expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { memoryTree } from '../support/memory-tree.ts';

it('a mistake of the linter in one directory leaves the report on the others', () => {
  const kustomization = (resource: string) =>
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resource}]\n`;
  const tree = memoryTree({
    'bad/kustomization.yaml': kustomization('boom.yaml'),
    'good/kustomization.yaml': kustomization('gone.yaml'),
  });
  const broken = {
    ...tree,
    kind: (path: string) => {
      if (path === 'bad/boom.yaml') throw new Error('boom');
      return tree.kind(path);
    },
  };
  const outcome = lint({ tree: broken, policyFile: undefined, rules });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  expect(outcome.report.findings.map(({ ruleId, message }) => [ruleId, message])).toEqual([
    ['internal/unreadable', '`bad` could not be built, by a mistake of the linter: boom'],
    ['kustomize/missing-file', `\`gone.yaml\` does not exist`],
  ]);
});
