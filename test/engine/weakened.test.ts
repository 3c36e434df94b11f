import { afterAll, describe, expect, it } from 'vitest';
import { lintPaths } from '../../src/cli/run.ts';
import { makePolicy } from '../../src/config/load.ts';
import { weakerParts } from '../../src/config/weaker.ts';
import type { Linted } from '../../src/lint.ts';
import { textOf } from '../../src/source/text.ts';
import { gitRepository, remove, scratchFolder } from '../support/git-repository.ts';
import { format } from '../support/report.ts';
import { wordsOf } from '../support/words.ts';

const UNUSED = { id: 'helm/unused-values', severity: 'warning' } as const;
const scratch = scratchFolder();
afterAll(() => remove(scratch));

const service = (address: string) => `apiVersion: v1
kind: Service
metadata:
  name: entry
  namespace: web
  annotations:
    lbipam.cilium.io/ips: ${address}
spec: {type: LoadBalancer, selector: {app: x}, ports: [{port: 80}]}
`;
const FILES = {
  'kustomization.yaml': 'kind: Kustomization\nresources: [service.yaml]\n',
  'service.yaml': service('10.0.0.5'),
};
const POLICY = `extends: inferred
loadBalancer:
  ranges: [10.0.0.0/24]
rules:
  storage/backup: warning
`;

type Files = Record<string, string>;

/** What is reported on a change: the rule, its severity, the marked characters and the message. */
function linted(before: Files, after: Files, options: object = {}): Linted {
  const repository = gitRepository(scratch);
  const base = repository.commit({ ...FILES, '.pitower-lint.yaml': POLICY, ...before });
  repository.write(after);
  return lintPaths([repository.folder], {
    config: true,
    rule: new Map(),
    only: [],
    skip: [],
    trackedOnly: false,
    changedSince: base,
    ...options,
  });
}

const found = (before: Files, after: Files): string[] =>
  linted(before, after).report.findings.map(
    ({ ruleId, severity, at, message }) =>
      `${severity} ${ruleId} \`${textOf(at).split('\n')[0]}\` ${wordsOf(message).replace('the change weakens the policy: ', '')}`,
  );

const policy = (text: string): Files => ({ '.pitower-lint.yaml': text });

describe('a change that weakens the policy is reported', () => {
  it.each<[string, string, string[]]>([
    [
      'a rule off',
      POLICY.replace('storage/backup: warning', 'storage/backup: off'),
      ['warning policy/weakened `off` storage/backup is off, and was a warning before'],
    ],
    [
      'a rule less severe',
      `${POLICY}  kustomize/missing-file: info\n`,
      ['warning policy/weakened `info` kustomize/missing-file is an info, and was an error before'],
    ],
    [
      'an entry gone',
      POLICY.replace('rules:\n  storage/backup: warning\n', ''),
      [
        'warning policy/weakened `extends: inferred` storage/backup is an info, and was a warning before',
      ],
    ],
    [
      'a range widened',
      POLICY.replace('[10.0.0.0/24]', '[10.0.0.0/23]'),
      ['warning policy/weakened `10.0.0.0/23` loadBalancer.ranges allows 10.0.0.0/23 in addition'],
    ],
    ['a range narrowed', POLICY.replace('10.0.0.0/24', '10.0.0.0-10.0.0.9'), []],
    [
      'a pin gone',
      POLICY.replace('loadBalancer:\n  ranges: [10.0.0.0/24]\n', ''),
      [
        'warning policy/weakened `extends: inferred` loadBalancer is no longer pinned; it was {"ranges":["10.0.0.0/24"]}',
      ],
    ],
    [
      'an override',
      `${POLICY}overrides: [{files: [service.yaml], rules: {helm: info}}]\n`,
      ['warning policy/weakened `files` an override was added or changed: files service.yaml'],
    ],
    [
      'an override that asks for more',
      `${POLICY}overrides: [{files: [service.yaml], rules: {storage/backup: error}}]\n`,
      [],
    ],
    [
      'an option',
      `${POLICY}  placement/namespace-mismatch: {allow: [web]}\n`,
      ['warning policy/weakened `web` allow of placement/namespace-mismatch has web in addition'],
    ],
    [
      'files excluded',
      `${POLICY}files: {exclude: [vendor/]}\n`,
      ['warning policy/weakened `vendor/` files.exclude has vendor/ in addition'],
    ],
  ])('%s', (_, after, expected) => {
    const out = found({}, policy(after));
    // Places of lists are those of their first item's line: only what is said is compared there.
    expect(out.map(text => text.replace(/`[^`]*`/, '`'))).toEqual(
      expected.map(text => text.replace(/`[^`]*`/, '`')),
    );
  });

  /** What is said where one part of a policy takes the place of another. */
  it.each<[string, string, string, string | undefined]>([
    [
      'a range of versions widened',
      'charts: {web: ^1.18}',
      'charts: {web: ">=1.18"}',
      'charts.web is >=1.18, which allows 9999.0.0; it was ^1.18',
    ],
    ['a range of versions narrowed', 'charts: {web: ^1.18}', 'charts: {web: ^1.19}', undefined],
    [
      'an entry before a glob',
      'charts: {"*": ^1}',
      'charts: {"*": ^1, web: ">=0.1.0"}',
      'charts.web is >=0.1.0, which allows 9999.0.0; it was ^1',
    ],
    [
      'one version after another',
      'talos: {version: v1.12.3}',
      'talos: {version: v1.12.4}',
      undefined,
    ],
    [
      'a version made a range',
      'talos: {version: v1.12.3}',
      'talos: {version: ^1.12}',
      'talos.version is ^1.12, which allows 1.12.4; it was v1.12.3',
    ],
    [
      'an exception for nodes',
      'talos: {kubernetes: ^1.34, nodes: {"gpu-*": {kubernetes: ~1.33}}}',
      'talos: {kubernetes: ^1.34, nodes: {"gpu-*": {kubernetes: ^1.33}}}',
      'talos.nodes.gpu-*.kubernetes is ^1.33, which allows 1.34.0; it was ~1.33',
    ],
    [
      'a registry more',
      'sources: {images: [ghcr.io/a]}',
      'sources: {images: [ghcr.io/a, quay.io]}',
      'sources.images allows quay.io in addition',
    ],
    [
      'a source where none was allowed',
      'sources: {remotes: []}',
      'sources: {remotes: [github.com/a]}',
      'sources.remotes allows github.com/a in addition',
    ],
    [
      'tags more',
      'images: {db: ^17}',
      'images: {db: [^17, "*"]}',
      'images.db allows * in addition',
    ],
    ['tags fewer', 'images: {db: ^17}', 'images: {db: ~17.2}', undefined],
    [
      'an owner more',
      'loadBalancer: {reserved: {10.0.0.1-9: a}}',
      'loadBalancer: {reserved: {10.0.0.1-9: [a, b]}}',
      'loadBalancer.reserved.10.0.0.1-9 allows b in addition',
    ],
    [
      'a pool widened',
      'loadBalancer: {pools: {a: 10.0.0.1-9}}',
      'loadBalancer: {pools: {a: 10.0.0.1-10}}',
      'loadBalancer.pools.a allows 10.0.0.1-10 in addition',
    ],
    [
      'a namespace more',
      'categories: {a: {namespaces: [a]}}',
      'categories: {a: {namespaces: [a, b]}}',
      'categories.a.namespaces allows b in addition',
    ],
    [
      'a requirement gone',
      'objects: {x: {labels: {a: required, b: required}}}',
      'objects: {x: {labels: {a: required}}}',
      'objects.x.labels.b is no longer pinned; it was required',
    ],
    [
      'a requirement made precise',
      'objects: {x: {labels: {a: required}}}',
      'objects: {x: {labels: {a: {is: [b]}}}}',
      undefined,
    ],
    [
      'a requirement made optional',
      'objects: {x: {labels: {a: {is: b}}}}',
      'objects: {x: {labels: {a: {is: b, optional: true}}}}',
      'objects.x.labels.a.optional has true in addition',
    ],
    [
      'what was forbidden',
      'objects: {x: {pod: {hostNetwork: forbidden}}}',
      'objects: {x: {pod: {hostNetwork: {is: [true, false]}}}}',
      'objects.x.pod.hostNetwork is {"is":[true,false]}; it was forbidden',
    ],
    [
      'a limit raised',
      'objects: {x: {containers: {m: {max: 2Gi}}}}',
      'objects: {x: {containers: {m: {max: 4Gi}}}}',
      'objects.x.containers.m.max is 4Gi; it was 2Gi',
    ],
    [
      'a least amount lowered',
      'storage: {claims: {a: {minSize: 2Gi}}}',
      'storage: {claims: {a: {minSize: 1Gi}}}',
      'storage.claims.a.minSize is 1Gi; it was 2Gi',
    ],
    [
      'a least amount raised',
      'storage: {claims: {a: {minSize: 2Gi}}}',
      'storage: {claims: {a: {minSize: 4Gi}}}',
      undefined,
    ],
    [
      'asked of fewer',
      'objects: {x: {labels: {a: required}}}',
      'objects: {x: {match: {kinds: [Pod]}, labels: {a: required}}}',
      'objects.x.match.kinds asks it only of Pod',
    ],
    [
      'asked of more',
      'objects: {x: {match: {kinds: [Pod]}, labels: {a: required}}}',
      'objects: {x: {labels: {a: required}}}',
      undefined,
    ],
    [
      'a threshold',
      'rules: {helm/unused-values: {many: 4}}',
      'rules: {helm/unused-values: {many: 1}}',
      'many of helm/unused-values is 1, and was 4 before',
    ],
  ])('%s', (_, before, after, said) => {
    const made = [before, after].map(text => makePolicy({ path: 'p', text }, 'inferred'));
    const [then, now] = made.map(one => {
      if (!('preset' in one)) throw new Error(JSON.stringify(one.map(({ message }) => message)));
      return one;
    });
    if (!then || !now) throw new Error('two policies');
    expect(weakerParts(then, now, [UNUSED]).map(({ message }) => wordsOf(message))).toEqual(
      said === undefined ? [] : [said],
    );
  });

  it('a family at once', () => {
    const [only, ...others] = found({}, policy(`${POLICY}  helm: off\n`));
    expect(others).toEqual([]);
    expect(only).toMatch(
      /^warning policy\/weakened `off` \d+ rules are off or less severe than before: helm\/.* and more$/,
    );
  });

  it('nothing is said of a policy that stays, or of a change elsewhere', () => {
    expect(found({}, { 'kustomization.yaml': `${FILES['kustomization.yaml']}# more\n` })).toEqual(
      [],
    );
  });

  it('what only the policy of the base finds is reported', () => {
    const after = {
      ...policy(POLICY.replace('[10.0.0.0/24]', '[10.0.0.0/24, 10.0.9.0/24]')),
      'service.yaml': service('10.0.9.5'),
    };
    expect(found({}, after)).toEqual(
      [
        'warning policy/weakened `10.0.0.0/24` loadBalancer.ranges allows 10.0.9.0/24 in addition',
        expect.stringMatching(/^warning loadbalancer\/ip-in-pool `10.0.9.5` 10.0.9.5 is outside/),
      ].map((text, i) => (i === 0 ? expect.stringMatching(/allows 10.0.9.0\/24/) : text)),
    );
  });

  it('the policy that is extended counts', () => {
    const base = { ...policy('extends: ./shared.yaml\n'), 'shared.yaml': POLICY };
    expect(found(base, { 'shared.yaml': POLICY.replace('warning', 'off') })).toEqual([
      'warning policy/weakened `off` storage/backup is off, and was a warning before',
    ]);
  });

  it('a policy file that goes away', () => {
    const base = policy('rules: {helm/crds: error}\nloadBalancer: {ranges: [10.0.0.0/24]}\n');
    expect(found(base, policy('rules: {}\n')).map(text => text.replace(/`.*?`/, '`'))).toEqual(
      [expect.stringMatching(/loadBalancer is no longer pinned/)]
        .concat(expect.stringMatching(/helm\/crds is a warning, and was an error before/))
        .reverse(),
    );
  });

  it('new suppressions are counted', () => {
    const broken = 'kind: Kustomization\nresources: [service.yaml, gone.yaml]\n';
    const hidden = broken.replace(
      'resources',
      '# pitower-lint-disable-next-line kustomize/missing-file -- later\nresources',
    );
    expect(found({ 'kustomization.yaml': broken }, { 'kustomization.yaml': hidden })).toEqual([
      'warning policy/weakened `gone.yaml` 1 finding of this file is suppressed that was not (kustomize/missing-file)',
    ]);
  });

  it('a baseline that accepts more', () => {
    const entry =
      '{"rule":"kustomize/missing-file","file":"kustomization.yaml","at":"resources[1]"}\n';
    const repository = gitRepository(scratch);
    const base = repository.commit({ ...FILES, 'baseline.jsonl': '' });
    repository.write({ 'baseline.jsonl': entry });
    const { report } = lintPaths([repository.folder], {
      config: true,
      rule: new Map(),
      only: ['policy'],
      skip: [],
      trackedOnly: false,
      changedSince: base,
      baseline: `${repository.folder}/baseline.jsonl`,
    });
    expect(report.findings.map(({ message }) => message)).toEqual([
      'the change weakens the policy: the baseline accepts 1 finding more',
    ]);
  });

  it('a base policy that can no longer be read yields, and the report says so', () => {
    const { report } = linted(policy('rulez: {}\n'), policy(POLICY));
    expect(report.findings).toEqual([]);
    expect(report.notes[0]).toBe(
      `the policy of the base can't be read (unknown key \`rulez\`): that of the change alone judges`,
    );
  });

  it('is as loud as the base says', () => {
    const strict = `${POLICY}  policy/weakened: error\n`;
    const { report } = linted(
      policy(strict),
      policy(strict.replace('backup: warning', 'backup: off')),
    );
    expect(report.findings.map(({ severity }) => severity)).toEqual(['error']);
    const silenced = strict.replace('weakened: error', 'weakened: off');
    expect(linted(policy(strict), policy(silenced)).report.findings).toMatchObject([
      { severity: 'error', ruleId: 'policy/weakened' },
    ]);
  });

  it('stands first in the summary of a job', () => {
    const { report } = linted({}, policy(POLICY.replace('backup: warning', 'backup: off')));
    expect(format('markdown', report).text).toMatch(
      /^## .*\n\n### The change weakens the policy\n\n- <code>storage\/backup<\/code> is off, and was a <code>warning<\/code> before\n\n\|/,
    );
    expect(format('stylish', report).text).toContain('the change weakens the policy in 1 place');
  });
});
