import { afterEach, describe, expect, it, vi } from 'vitest';
import { main } from '../src/cli/program.ts';
import { samplesOf } from '../src/cli/samples.ts';
import { makePolicy } from '../src/config/load.ts';
import type { CustomRule } from '../src/config/policy.ts';
import { expectationsOf, findingsOf, fixtureRequest } from './support/fixture.ts';

afterEach(() => void vi.restoreAllMocks());

const folderOf = (name: string) => `fixtures/policies/${name}/repository`;

/** What a run prints, with its exit status. */
async function run(...args: string[]): Promise<{ status: number; out: string }> {
  const texts: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation(text => texts.push(String(text)) > 0);
  return { status: await main(args), out: texts.join('') };
}

/** Repositories with policies as their maintainers would write them; `pitower/` is another. */
const REPOSITORIES = ['company', 'home'] as const;

describe.each(REPOSITORIES)('%s: a policy as its maintainers would write it', name => {
  const folder = folderOf(name);

  it('finds what the comments say, and nothing else', () => {
    const expected = expectationsOf(folder);
    const found = findingsOf(folder).map((finding, i) => {
      const message = expected[i]?.message ?? finding.message;
      return { ...finding, message: finding.message.includes(message) ? message : finding.message };
    });
    expect(found).toEqual(expected);
  });
});

describe("home: rules of one's own", () => {
  const folder = folderOf('home');
  const { policyFile } = fixtureRequest(folder);
  const policy = policyFile ? makePolicy(policyFile, 'inferred') : [];
  const rules: readonly CustomRule[] = 'preset' in policy ? (policy.custom ?? []) : [];

  it('are twelve and more, expressions as well as schemas', () => {
    const count = (key: 'assert' | 'schema') =>
      rules.filter(rule => rule[key] !== undefined).length;
    expect(rules.length).toBeGreaterThanOrEqual(12);
    expect(Math.min(count('assert'), count('schema'))).toBeGreaterThanOrEqual(6);
  });

  it.each(rules.map(rule => [rule.id, rule] as const))(
    '%s has samples of both kinds, and finds something in the repository',
    (id, rule) => {
      const kinds = new Set(samplesOf(rule).map(({ kind }) => kind));
      expect(kinds).toEqual(new Set(['good', 'bad']));
      expect(expectationsOf(folder).map(expected => expected.rule)).toContain(id);
    },
  );

  it('judge their samples as they are called', async () => {
    expect(await run('test-policy', folder)).toEqual({
      status: 0,
      out: '14 rules, 31 samples, 0 judged otherwise than they are called\n',
    });
  });

  it('are chosen by name', async () => {
    const { out } = await run('--only', 'own/probes', '--format', 'compact', folder);
    expect(out.match(/\[\w+\/[a-z-]+\]/g)).toEqual(['[own/probes]']);
    const { status, out: none } = await run('--only', 'own/probe', folder);
    expect([status, none]).toEqual([
      2,
      expect.stringContaining('the policy has no rule `own/probe`'),
    ]);
  });
});
