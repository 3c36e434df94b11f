// The first minutes of a new user, as a transcript: the packed package is installed with an empty HOME in a temporary
// folder, and every command must end as it should. Read what it prints as someone who sees it for the first time.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { GIT_ENV, mustRun, releaseClone, tryRun } from './release-clone.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-minutes-'));
const project = join(scratch, 'project');
const top = join(scratch, 'home-ops');
/** Where the reference cluster's Applications say that it lies. */
const repository = join(top, 'pitower');

/** Nothing of this machine but the programs, and what npm needs to reach a registry. */
const env = {
  ...Object.fromEntries(
    Object.entries(GIT_ENV).filter(([name]) => /^(npm_config_registry|GIT_|LANG$)/i.test(name)),
  ),
  PATH: [join(project, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  HOME: join(scratch, 'empty'),
  PRE_COMMIT_HOME: join(scratch, 'pre-commit'),
  npm_config_update_notifier: 'false',
};

/** So many lines of an output are shown: a reader sees what it is like. */
const MOST_LINES = 24;

function heading(text) {
  console.log(`\n## ${text}\n`);
}

/** Runs a command as a person would type it, shows it with what it says, and checks how it ends. */
function type(command, { at = repository, ends = 0, says = /(?:)/, more = {} } = {}) {
  const { status, output } = tryRun(at, { ...env, ...more }, 'sh', ['-c', command]);
  const lines = output.replaceAll(scratch, '~').trimEnd().split('\n');
  const shown = lines.slice(0, MOST_LINES);
  const hidden = lines.length - shown.length;
  console.log(`$ ${command.replaceAll(scratch, '~')}`);
  console.log(shown.join('\n') + (hidden > 0 ? `\n… and ${hidden} more lines` : ''));
  console.log(`(exit status ${status})\n`);
  if (status !== ends) throw new Error(`${command}: ended with ${status}, not ${ends}\n${output}`);
  if (!says.test(output)) throw new Error(`${command}: says nothing of ${says}\n${output}`);
  return output;
}

/** Changes a file of the repository, and shows what was changed. */
function edit(path, from, to) {
  const file = join(repository, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(file, text.replace(from, to));
  console.log(`(in ${path}: ${from.trim()} becomes ${to.trim().replaceAll('\n', ' ⏎ ')})\n`);
}

const VALUES = 'kubernetes/apps/media/jellyfin/values.yaml';
const CLAIM = 'kubernetes/apps/media/prowlarr/pvc.yaml';

async function minutes() {
  const { clone, rev } = await releaseClone(scratch);
  const [packed] = JSON.parse(
    mustRun(clone, GIT_ENV, 'npm', ['pack', '--json', '--pack-destination', scratch]),
  );
  for (const folder of [env.HOME, project]) mkdirSync(folder);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  cpSync(resolve('pitower'), repository, { recursive: true });
  const git = (...args) => mustRun(top, GIT_ENV, 'git', args);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');

  heading('Install');
  type(`npm install --no-audit --no-fund ${join(scratch, packed.filename)}`, {
    at: project,
    says: /added 1 package/,
  });
  type('pitower-lint --version', { says: /^\d+\.\d+\.\d+\n$/ });
  type('pitower-lint --help', { says: /Exit status:/ });
  type('pitower-lint lnit', { ends: 2, says: /Did you mean `lint` or `init`\?/ });

  heading('Lint');
  type('pitower-lint', { says: /no findings/ });
  edit(VALUES, '192.168.0.229', '192.168.0.250');
  edit(CLAIM, 'storageClassName: ceph-block', 'storageClassName: ceph-blok');
  const found = type('pitower-lint', { ends: 1, says: /2 errors/ });
  if (!/Did you mean `ceph-block`\?/.test(found)) throw new Error('a slip has no suggestion');
  type('pitower-lint kubernetes/apps/media/jellyfin --statistics', { ends: 1, says: /1 error/ });
  type('pitower-lint --changed-since main --format compact', { ends: 1 });

  heading('Explain');
  type('pitower-lint explain loadbalancer/ip-in-pool', { says: /## What to do/ });
  const { findings } = JSON.parse(
    tryRun(repository, env, 'sh', ['-c', 'pitower-lint --format json']).stdout,
  );
  const claim = findings.find(({ file }) => file === CLAIM);
  type(`pitower-lint explain ${claim.fingerprint.slice(0, 8)}`, { says: /ceph-blok/ });
  type('pitower-lint coverage', { says: /applications seen in full/ });

  heading('Suppress');
  edit(
    VALUES,
    '      lbipam.cilium.io/ips',
    '      # pitower-lint-disable-next-line loadbalancer/ip-in-pool -- moves with the new router\n      lbipam.cilium.io/ips',
  );
  type('pitower-lint', { ends: 1, says: /1 error.*\(1 suppressed\)/ });

  heading('Accept what is there');
  type('pitower-lint --write-baseline .pitower-lint.baseline.json');
  type('pitower-lint --baseline .pitower-lint.baseline.json', { says: /1 in the baseline/ });
  edit(CLAIM, 'storageClassName: ceph-blok', 'storageClassName: ceph-block');
  type('pitower-lint --baseline .pitower-lint.baseline.json', {
    says: /suppression\/stale-baseline/,
  });
  git('checkout', '--quiet', '.');
  rmSync(join(repository, '.pitower-lint.baseline.json'));

  heading('Write a policy');
  type('pitower-lint init', { ends: 2, says: /is there already/ });
  rmSync(join(repository, '.pitower-lint.yaml'));
  type('pitower-lint init', { says: /\.pitower-lint\.yaml/ });
  type('cat .pitower-lint.yaml', { says: /extends: inferred/ });
  type('pitower-lint', { says: /policy: \.pitower-lint\.yaml/ });
  git('checkout', '--quiet', '.');

  heading('See what values become');
  type('pitower-lint render jellyfin --origins', { says: /# kubernetes\/apps\/media\/jellyfin/ });
  type('pitower-lint render jellyfim', { ends: 2, says: /Did you mean `jellyfin`\?/ });

  heading('Mend');
  edit(VALUES, 'lbipam.cilium.io/ips', 'io.cilium/lb-ipam-ips');
  type('pitower-lint --fix-dry-run', { says: /lbipam\.cilium\.io\/ips/ });
  type('pitower-lint --fix', { says: /1 fix in 1 file applied/ });
  type('git status --short');

  heading('In a pull request');
  pullRequest(clone, git);

  heading('Before a commit');
  beforeCommit(clone, rev, git);
}

/** The action as the runner starts it, on a pull request that brings one slip. */
function pullRequest(clone, git) {
  const base = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'change');
  edit(CLAIM, 'storageClassName: ceph-block', 'storageClassName: ceph-blok');
  git('commit', '--quiet', '--all', '--message', 'Change');
  const head = git('rev-parse', 'HEAD');
  const action = parse(readFileSync(join(clone, 'action.yml'), 'utf8'));
  const inputs = Object.entries(action.inputs).map(([name, { default: value = '' }]) => [
    `INPUT_${name.toUpperCase()}`,
    String(value),
  ]);
  const file = (name, text = '') => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const event = { pull_request: { base: { sha: base }, head: { sha: head } } };
  type(`node ${join(clone, action.runs.main)}`, {
    at: top,
    ends: 1,
    says: /^::error title=storage\/unknown-class/m,
    more: {
      ...Object.fromEntries(inputs),
      GITHUB_ACTIONS: 'true',
      INPUT_PATH: 'pitower',
      GITHUB_WORKSPACE: top,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event)),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary.md'),
      RUNNER_TEMP: scratch,
    },
  });
  type(`cat ${join(scratch, 'summary.md')}`, { says: /ceph-blok/ });
}

function beforeCommit(clone, rev, git) {
  if (tryRun('.', env, 'pre-commit', ['--version']).status === undefined) {
    console.log('SKIPPED: the pre-commit program is not here');
    return;
  }
  writeFileSync(
    join(top, '.pre-commit-config.yaml'),
    `repos:\n  - repo: ${clone}\n    rev: ${rev}\n    hooks:\n      - id: pitower-lint\n`,
  );
  git('add', '.pre-commit-config.yaml');
  type('pre-commit run --all-files', { at: top, ends: 1, says: /storage\/unknown-class/ });
  edit(CLAIM, 'storageClassName: ceph-blok', 'storageClassName: ceph-block');
  git('add', '--all');
  type('pre-commit run', { at: top, says: /Passed/ });
}

try {
  await minutes();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
