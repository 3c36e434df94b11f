import { describe, expect, it } from 'vitest';
import { slipOf } from '../../src/text/nearest.ts';

describe('a slip of the pen', () => {
  it.each([
    ['servuceMonitor', 'serviceMonitor'],
    ['services', 'service'],
    ['persistance', 'persistence'],
    ['controlelrs', 'controllers'],
    ['Controllers', 'controllers'],
  ])('%s for %s', (name, known) => expect(slipOf(name, ['other', known])).toBe(known));

  it.each([
    ['podLabels', 'pvcLabels'],
    ['env', 'envs'],
    ['extraEnv', 'extraArgs'],
    ['abcde', 'badce'],
    ['', 'a'],
  ])('%s is another word than %s', (name, known) => expect(slipOf(name, [known])).toBeUndefined());
});
