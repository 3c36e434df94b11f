import { describe, expect, it } from 'vitest';
import { refusalsOf } from './support.ts';
import { VALUE_VECTORS } from './value-vectors.ts';

describe('values that Talos 1.12.4 takes or refuses', () => {
  it.each(VALUE_VECTORS)('%s: %s: %s', (role, patch, answer) => {
    const found = refusalsOf('v1.12.4', { [role]: patch.replaceAll('|', '\n') });
    expect(found.length > 0 ? 'no' : 'ok', found.join('; ')).toBe(answer);
  });

  it('leaves placeholders alone', () => {
    expect(
      refusalsOf('v1.12.4', {
        controlplane:
          "machine: {network: {interfaces: [{interface: eth1, addresses: ['${ADDRESS}']}]}}",
      }),
    ).toEqual([]);
  });
});
