import { describe, expect, it } from 'vitest';
import { keepsSecretsOut } from '../../src/loaders/secrets-kept-out.ts';
import { openSources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

const keeps = (rule: string) =>
  keepsSecretsOut(openSources(memoryTree({ '.gitignore': `${rule}\n`, 'a.yaml': 'a: 1\n' })))();

describe('files of Secrets are left out by', () => {
  it.each([
    '*secret.yaml',
    '*.secret.yaml',
    '*-secrets.yml',
    'secrets.yaml',
    'secrets/',
    'dockerconfigjson.yaml',
    '**/secret*.yaml',
  ])('%s', rule => {
    expect(keeps(rule)).toBe(true);
  });

  it.each(['.env', 'node_modules/', '*.secret', 'secret.example.yaml'])('not by %s', rule => {
    expect(keeps(rule)).toBe(false);
  });
});
