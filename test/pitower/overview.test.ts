import { describe, expect, it } from 'vitest';
import { argocd } from './mutations/argocd.ts';
import { dns } from './mutations/dns.ts';
import { gateway } from './mutations/gateway.ts';
import { loadBalancer } from './mutations/load-balancer.ts';
import {
  applications,
  disks,
  gateways,
  gitops,
  hardware,
  kubernetes,
  type OverviewFact,
  system,
  traffic,
} from './mutations/overview.ts';
import { placement } from './mutations/placement.ts';
import { secrets } from './mutations/secrets.ts';
import { storage } from './mutations/storage.ts';
import { talos } from './mutations/talos.ts';
import { lintChanged } from './tree.ts';

/** What mutations.test.ts breaks, by name. */
const OTHERS = new Map(
  [
    ...placement,
    ...argocd,
    ...loadBalancer,
    ...gateway,
    ...dns,
    ...secrets,
    ...storage,
    ...talos,
  ].map(mutation => [mutation.name, mutation]),
);

const FACTS: Readonly<Record<string, readonly OverviewFact[]>> = {
  'hardware layer': hardware,
  'operating system': system,
  'Kubernetes layer': kubernetes,
  'GitOps layer': gitops,
  'application categories': applications,
  'network paths': traffic,
  'gateway architecture': gateways,
  'storage architecture': disks,
};

/**
 * Every statement, table row and edge of the overview's diagrams, with a change of the tree that contradicts
 * it: all of them must be seen, where they are written.
 */
describe.each(Object.entries(FACTS))('%s', (_, facts) => {
  it.each(facts.map(fact => [fact.says, fact] as const))('%s', (_says, { by }) => {
    if (typeof by === 'string') {
      expect(OTHERS.get(by)?.sees ?? [], by).not.toEqual([]);
      return;
    }
    const [only, ...others] = Object.keys(by.change);
    const expected = by.sees.map(([rule, marked, file]) => ({
      rule,
      marked,
      file: file ?? (others.length === 0 ? only : undefined),
    }));
    expect(expected).not.toEqual([]);
    expect(lintChanged(by.change)).toEqual(expect.arrayContaining(expected));
  });
});
