import { describe, expect, it } from 'vitest';
import { makePolicy, type Policy } from '../src/config/load.ts';
import { loadCluster } from '../src/loaders/repository.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { openSources } from '../src/yaml/sources.ts';
import { corpus } from './support/corpus.ts';

const repository = corpus('home-ops-2026-02-15');

/**
 * Counts taken by hand with grep in a real repository, against the model of it. Where they differ,
 * the comment says why.
 */
describe.skipIf(repository === undefined)('a real repository (skipped where it is absent)', () => {
  const policy = makePolicy(undefined, 'pitower') as Policy;
  const cluster = loadCluster(openSources(openWorkTree(repository ?? '.')), policy, () => {});
  const addresses = cluster.loadBalancers.flatMap(({ requests }) =>
    requests.map(({ text }) => text),
  );

  it('reads all 15 ApplicationSet and Application files', () => {
    expect(cluster.applicationSets).toHaveLength(14);
    // 60 directories, of which openebs is itself a generator's path, and the bootstrap Application.
    expect(cluster.applications).toHaveLength(61);
    expect(cluster.applicationSets.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('attributes every application directory to its Application', () => {
    expect(cluster.appDirectories).toHaveLength(60);
    expect(cluster.appDirectories.filter(({ applications }) => applications.length !== 1)).toEqual(
      [],
    );
    expect(cluster.categories).toHaveLength(14);
  });

  it('knows every LoadBalancer address', () => {
    // grep finds 12 distinct addresses. Those of the two ingress-nginx releases (.221 and .231) are in
    // kustomizations that the one above them doesn't list: they are not deployed.
    expect(addresses.sort()).toEqual(
      [220, 222, 226, 227, 228, 229, 230, 237, 238, 239].map(last => `192.168.0.${last}`),
    );
  });

  it('knows every gateway and route', () => {
    expect(cluster.gateways.map(({ name }) => name).sort()).toEqual([
      'envoy-direct',
      'envoy-external',
      'envoy-internal',
    ]);
    // 6 HTTPRoute and 21 UDPRoute manifests; 60 `parentRefs:` lines are those 27, 30 in app-template
    // values (n8n and home-assistant have two), 3 in values of other charts.
    expect(cluster.routes.filter(({ resource }) => resource.kind === 'UDPRoute')).toHaveLength(21);
    const manifests = cluster.routes.filter(({ resource }) => !resource.release);
    expect(manifests).toHaveLength(27);
    expect(cluster.routes.length).toBe(60);
    expect(
      cluster.routes.flatMap(({ parents }) => parents.map(({ gateway }) => gateway.status)),
    ).not.toContain('absent');
  });

  it('knows every claim', () => {
    const claims = cluster.volumeClaims.filter(({ resource }) => !resource.release);
    const manifests = claims.filter(({ resource }) => resource.kind === 'PersistentVolumeClaim');
    // 19 manifests below kubernetes/, of which kagent's is not referenced and so not deployed; and the
    // template under templates/volsync.
    expect(manifests).toHaveLength(19);
    expect(claims.filter(({ resource }) => resource.kind === 'Cluster')).toHaveLength(8);
    expect(cluster.storageClasses.map(({ name }) => name).sort()).toEqual([
      'ceph-block',
      'openebs-hostpath',
    ]);
  });

  it('knows every Talos node', () => {
    expect(cluster.nodes.map(({ name, role }) => `${name} ${role}`)).toEqual([
      ...[1, 2, 3].map(n => `worker-0${n} controlplane`),
      ...[4, 5, 6].map(n => `worker-0${n} worker`),
      ...[1, 2, 3].map(n => `worker-pi-0${n} worker`),
    ]);
    expect(cluster.nodes.every(({ image }) => image?.tag?.text === 'v1.10.7')).toBe(true);
  });

  it('resolves every kustomization', () => {
    expect(cluster.builds.flatMap(({ problems }) => problems)).toEqual([]);
    expect(cluster.builds.flatMap(({ unknowable }) => unknowable)).toEqual([]);
  });
});
