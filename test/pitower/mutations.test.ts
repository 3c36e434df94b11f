import { describe, expect, it } from 'vitest';
import { argocd } from './mutations/argocd.ts';
import { dns } from './mutations/dns.ts';
import { gateway } from './mutations/gateway.ts';
import { loadBalancer } from './mutations/load-balancer.ts';
import type { Mutation } from './mutations/mutation.ts';
import { placement } from './mutations/placement.ts';
import { secrets } from './mutations/secrets.ts';
import { storage } from './mutations/storage.ts';
import { talos } from './mutations/talos.ts';
import { lintChanged } from './tree.ts';

/**
 * The tree is right, so everything that is changed for the worse must be seen: these are the ways in
 * which it could go wrong, each with all the findings that come of it and no other.
 */
const FAMILIES: Readonly<Record<string, readonly Mutation[]>> = {
  'applications and their files': placement,
  'Argo CD': argocd,
  'addresses, pool and Cilium': loadBalancer,
  'gateways, routes and the way in from outside': gateway,
  'names in public DNS': dns,
  'secrets and what the API accepts': secrets,
  storage,
  Talos: talos,
};

const texts = (rows: readonly { rule: string; file: string; marked: string }[]): string[] =>
  rows.map(({ rule, file, marked }) => `${file}: ${rule} \`${marked}\``).sort();

function expected({ change, sees }: Mutation): string[] {
  const paths = Object.keys(change);
  return texts(
    sees.map(([rule, marked, file]) => {
      const where = file ?? (paths.length === 1 ? paths[0] : undefined);
      if (where === undefined) throw new Error(`in which file is ${rule}?`);
      return { rule, marked, file: where };
    }),
  );
}

it('the tree as it is lints clean', () => {
  expect(lintChanged({})).toEqual([]);
});

describe.each(Object.entries(FAMILIES))('%s', (_, mutations) => {
  it.each(mutations.map(mutation => [mutation.name, mutation] as const))(
    '%s',
    (_name, mutation) => {
      expect(texts(lintChanged(mutation.change))).toEqual(expected(mutation));
    },
  );
});
