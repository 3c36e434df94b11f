import { describe, expect, it } from 'vitest';
import { remoteScope } from '../../../src/loaders/unknown/remote-scope.ts';
import type { AppBuild } from '../../../src/model/app-build.ts';
import type { Application } from '../../../src/model/application.ts';
import { mayLandIn } from '../../../src/model/cluster/delivery/landing.ts';

// An Application needs a namespace only where something of it may be in it.

const at = { file: { path: 'apps/web/kustomization.yaml', text: '' }, start: 0, end: 0 };
const ofRemote = (url: string) => {
  const unknowable = [{ at, reason: 'it is remote', ...remoteScope(url) }];
  const builds = [{ unknowable, releases: [] } as Partial<AppBuild>];
  return { sources: [{}], builds, resources: [] } as unknown as Application;
};

describe('something remote may land in a namespace', () => {
  it.each([
    ['https://example.com/shop/install.yaml', 'shop', true],
    [
      'https://github.com/cert-manager/cert-manager/releases/download/v1.19.0/cert-manager.yaml',
      'cert-manager',
      true,
    ],
    // Its objects say where they are.
    [
      'https://github.com/cert-manager/cert-manager/releases/download/v1.19.0/cert-manager.yaml',
      'certificates',
      false,
    ],
    // Definitions are in none.
    ['https://example.com/shop/crds.yaml', 'shop', false],
  ])('%s in %s', (url, namespace, expected) => {
    expect(mayLandIn(ofRemote(url), namespace)).toBe(expected);
  });
});
