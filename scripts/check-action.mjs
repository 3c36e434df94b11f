// Runs the action from a clone of this repository at the tag of its release, as the runner would: on a pull request
// of a scratch repository, with the defaults of action.yml, in the Node that runs this.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { GIT_ENV, mustRun, releaseClone, tryRun } from './release-clone.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'pitower-lint-action-'));

function expect(what, isSo, detail = '') {
  if (!isSo) throw new Error(`action: not so: ${what}\n${detail}`);
  console.log(`action: ${what}`);
}

/** GitHub's limits for actions in the Marketplace: a name of its own, and a description of at most 125 characters. */
function checkMarketplace({ name, description, branding }) {
  expect(
    'has a name and a description that the Marketplace takes',
    name.length <= 60 && description.length <= 125,
  );
  expect('has an icon and a color', Boolean(branding?.icon && branding?.color));
}

async function check() {
  const { clone, rev } = await releaseClone(scratch);
  const action = parse(readFileSync(join(clone, 'action.yml'), 'utf8'));
  checkMarketplace(action);
  const workspace = join(scratch, 'workspace');
  mkdirSync(workspace);
  const git = (...args) => mustRun(workspace, GIT_ENV, 'git', args);
  const commit = files => {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(workspace, path), text);
    git('add', '--all');
    git('commit', '--quiet', '--message', 'x');
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet');
  const before = commit({ 'kustomization.yaml': 'kind: Kustomization\nresources: []\n' });
  const after = commit({
    'kustomization.yaml': 'kind: Kustomization\nresources:\n  - gone.yaml\n',
  });
  const file = (name, text = '') => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const summary = file('summary');
  const inputs = Object.entries(action.inputs ?? {}).map(([name, { default: value = '' }]) => [
    `INPUT_${name.toUpperCase()}`,
    String(value),
  ]);
  const event = { pull_request: { base: { sha: before }, head: { sha: after } } };
  const { status, output } = tryRun(
    workspace,
    {
      ...GIT_ENV,
      ...Object.fromEntries(inputs),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event)),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: scratch,
    },
    process.execPath,
    [join(clone, action.runs.main)],
  );
  expect(`fails at ${rev} on what a pull request brings`, status === 1, output);
  expect(
    'marks the line',
    /^::error title=kustomize\/missing-file,file=kustomization\.yaml,line=3/m.test(output),
    output,
  );
  expect('writes the summary', readFileSync(summary, 'utf8').includes('gone.yaml'));
}

try {
  await check();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
