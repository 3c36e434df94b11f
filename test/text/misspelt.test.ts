import { describe, expect, it } from 'vitest';
import { misspelt } from '../../src/text/nearest.ts';

describe('a misspelt name', () => {
  it.each([
    ['app-secrets', 'app-secret'],
    ['grafana-servcie', 'grafana-service'],
    ['argocdserver', 'argocd-server'],
    ['hubble-uix', 'hubble-ui'],
  ])('%s is meant to be %s', (name, known) => {
    expect(misspelt(name, [known])).toBe(known);
  });

  it.each([
    ['disk-image-2', 'disk-image-1'],
    ['cluster-rw', 'cluster-ro'],
    ['cluster-r', 'cluster-rw'],
    ['shop-web', 'shop-wev'],
    ['shop-metrics', 'shop-server'],
    ['agent', 'agent'],
  ])('%s is another one than %s', (name, known) => {
    expect(misspelt(name, [known])).toBeUndefined();
  });
});
