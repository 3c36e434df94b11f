import { describe, expect, it } from 'vitest';
import { MORE_VECTORS } from './more-vectors.ts';
import { refusalsOf } from './support.ts';
import { VALUE_VECTORS } from './value-vectors.ts';

const ALL = [...VALUE_VECTORS, ...MORE_VECTORS].map(
  ([role, patch, in12, in13 = in12]) => [role, patch, in12, in13] as const,
);

describe('values that Talos 1.13.0 takes or refuses', () => {
  it.each(ALL)('%s: %s: %s', (role, patch, _in12, in13) => {
    const found = refusalsOf('v1.13.0', { [role]: patch.replaceAll('|', '\n') });
    expect(found.length > 0 ? 'no' : 'ok', found.join('; ')).toBe(in13);
  });
});

describe('values that Talos 1.12.4 takes or refuses', () => {
  it.each(ALL)('%s: %s: %s', (role, patch, answer) => {
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

describe('documents of Talos 1.14', () => {
  const kubelet = (field: string): string =>
    `apiVersion: v1alpha1\nkind: KubeletConfig\n${field}\n`;

  it('has no extraMounts in KubeletConfig', () => {
    const patch = kubelet('extraMounts: [{destination: /var/lib/a, source: /var/lib/a}]');
    expect(refusalsOf('v1.14.0', { controlplane: patch })).toEqual(['unknown field extraMounts']);
    expect(refusalsOf('v1.15.0', { controlplane: patch })).toEqual([]);
    expect(refusalsOf('v1.14.0', { controlplane: kubelet('image: a') })).toEqual([]);
    expect(refusalsOf('v1.13.0', { controlplane: kubelet('image: a') })).toEqual([
      'Talos 1.13 has no document kind KubeletConfig: it is there from 1.14 on',
    ]);
  });

  it('knows fields that are new in older kinds', () => {
    const patch = 'apiVersion: v1alpha1\nkind: ResolverConfig\nhostDNS: {enabled: true}\n';
    expect(refusalsOf('v1.14.0', { controlplane: patch })).toEqual([]);
    expect(refusalsOf('v1.12.4', { controlplane: patch })).not.toEqual([]);
  });
});
