import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

describe('the name that was meant', () => {
  it.each([
    ['ceph-blok', 'ceph-block'],
    ['postgres-rx', 'postgres-rw'],
    ['grafana-admin-secret', 'grafana-admin-secrets'],
    ['Deploymnet', 'Deployment'],
  ])('%s: %s', (name, known) => {
    expect(nearest(name, [known])).toBe(known);
  });

  it('is none where one word of several is another one', () => {
    expect(nearest('backend-secrets', ['backend-tls'])).toBeUndefined();
    expect(nearest('web-config', ['web-data'])).toBeUndefined();
  });

  it('is the nearest of several', () => {
    expect(nearest('media-nsf', ['media-smb', 'media-nfs'])).toBe('media-nfs');
  });
});
