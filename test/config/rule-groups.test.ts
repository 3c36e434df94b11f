import { describe, expect, it } from 'vitest';
import { makePolicy } from '../../src/config/load.ts';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { memoryTree } from '../support/memory-tree.ts';

const TREE = memoryTree({
  'kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [gone.yaml]\n',
});

/** The severity of the one finding about a missing file, under a policy. */
function severityUnder(text: string): string | undefined {
  const outcome = lint({ tree: TREE, policyFile: { path: '.pitower-lint.yaml', text }, rules });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  return outcome.report.findings.find(({ ruleId }) => ruleId === 'kustomize/missing-file')
    ?.severity;
}

describe('severities of families', () => {
  it.each([
    ['{}', 'error'],
    ['rules: {kustomize: warning}', 'warning'],
    ['rules: {kustomize/*: warning}', 'warning'],
    ['rules: {"*": warning}', 'warning'],
    ['rules: {"*": off, kustomize: warning}', 'warning'],
    ['rules: {kustomize: warning, "*": off}', undefined],
    ['rules: {kustomize/missing-file: info, kustomize: off}', 'info'],
    ['rules: {helm: off}', 'error'],
  ])('%s', (text, severity) => {
    expect(severityUnder(text)).toBe(severity);
  });

  it('a family that does not exist is an error with the nearest one', () => {
    const made = makePolicy(
      { path: 'p', text: 'rules: {kustomise: off, hellm/*: off}' },
      'inferred',
    );
    expect(made).toMatchObject([
      { message: 'unknown rule `kustomise`', help: 'Did you mean `kustomize`?' },
      { message: 'unknown rule `hellm/*`', help: 'Did you mean `helm/*`?' },
    ]);
  });
});
