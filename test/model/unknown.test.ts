import { describe, expect, it } from 'vitest';
import { kindsByName } from '../../src/loaders/unknown/file-scope.ts';
import { remoteScope, wordsOf } from '../../src/loaders/unknown/remote-scope.ts';
import { carries, chanceOf, type Unknown } from '../../src/model/unknown.ts';

const at = { file: { path: 'a.yaml', text: '' }, start: 0, end: 0 };
const unknown = (scope: Partial<Unknown> = {}): Unknown => ({
  at,
  reason: 'a is missing',
  ...scope,
});
const claim = { group: '', kind: 'PersistentVolumeClaim', namespace: 'media', name: 'config' };
const storageClass = {
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  namespace: undefined,
  name: 'fast',
};

describe('what something unread could make', () => {
  it('is anything in the namespace where it is deployed, and nothing elsewhere', () => {
    expect(chanceOf(unknown(), claim, 'media')).toBe('may');
    expect(chanceOf(unknown(), claim, 'shop')).toBe('no');
    expect(chanceOf(unknown(), claim)).toBe('may');
  });

  it('is of the kinds that it is about', () => {
    expect(chanceOf(unknown({ kinds: new Set(['Secret']) }), claim, 'media')).toBe('no');
    expect(chanceOf(unknown({ except: new Set(['PersistentVolumeClaim']) }), claim, 'media')).toBe(
      'no',
    );
  });

  it('is unlikely to have a name that is not like its own', () => {
    const named = unknown({ mayName: name => name.startsWith('plex') });
    expect(chanceOf(named, claim, 'media')).toBe('unlikely');
    expect(chanceOf({ ...named, strict: true }, claim, 'media')).toBe('no');
    expect(chanceOf(named, { ...claim, name: 'plex-config' }, 'media')).toBe('may');
  });

  it('is an object of the whole cluster only by habit', () => {
    expect(chanceOf(unknown(), storageClass, 'media')).toBe('unlikely');
    expect(chanceOf(unknown({ habit: new Set(['StorageClass']) }), storageClass)).toBe('may');
  });
});

describe('scopes', () => {
  it.each([
    ['pvc.yaml', ['PersistentVolumeClaim']],
    ['app/config-pvc.yml', ['ConfigMap', 'PersistentVolumeClaim']],
    ['secret.sops.yaml', ['ExternalSecret', 'SealedSecret', 'Secret']],
    ['namespace.yaml', ['Namespace']],
    ['web.yaml', undefined],
  ])('%s is a manifest of %s', (path, kinds) => {
    const found = kindsByName(path);
    expect(found && [...found].sort()).toEqual(kinds);
  });

  it('of a URL that names custom resource definitions are those alone', () => {
    const gateway =
      'https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.0/standard-install.yaml';
    for (const url of [gateway, 'https://example.com/shop/crds.yaml'])
      expect(remoteScope(url).kinds).toEqual(new Set(['CustomResourceDefinition']));
  });

  it('of a well-known bundle are its namespaces and its names', () => {
    const url =
      'https://github.com/cloudnative-pg/plugin-barman-cloud/releases/download/v0.7.0/manifest.yaml';
    const bundle = unknown(remoteScope(url));
    expect(chanceOf(bundle, claim, 'cnpg-system')).toBe('no');
    const secret = { group: '', kind: 'Secret', namespace: 'cnpg-system' };
    expect(chanceOf(bundle, { ...secret, name: 'barman-cloud-client-tls' })).toBe('may');
    expect(chanceOf(bundle, { ...secret, name: 'backup' })).toBe('unlikely');
    const flux = unknown(remoteScope('https://github.com/fluxcd/flux2/manifests/install?ref=v2'));
    const namespace = { group: '', kind: 'Namespace', namespace: undefined };
    expect(chanceOf(flux, { ...namespace, name: 'flux-system' })).toBe('may');
    expect(chanceOf(flux, { ...namespace, name: 'shop' })).toBe('unlikely');
  });

  it('of any other URL are the words of its project', () => {
    const url = 'https://raw.githubusercontent.com/acme/shop-operator/v1.0.0/deploy/all.yaml';
    expect(wordsOf(url)).toEqual(['acme', 'shop-operator', 'shop', 'all']);
    const remote = unknown(remoteScope(url));
    const service = { group: '', kind: 'Service', namespace: 'web' };
    expect(chanceOf(remote, { ...service, name: 'shop-metrics' }, 'web')).toBe('may');
    expect(chanceOf(remote, { ...service, name: 'db' }, 'web')).toBe('unlikely');
    expect(chanceOf(remote, { ...service, namespace: 'other', name: 'db' }, 'web')).toBe('no');
    expect(chanceOf(remote, { ...service, namespace: 'shop-system', name: 'shop' }, 'web')).toBe(
      'may',
    );
  });

  it('knows short words only where they stand alone', () => {
    expect(carries('db-main', ['db'])).toBe('alike');
    expect(carries('adbc', ['db'])).toBe(false);
  });
});
