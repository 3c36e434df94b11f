// What a run really opens and starts, seen by strace: a lint, a fix and a run of the action on a hostile tree. No file
// outside the tree but the program's own, the linter's cache, the chart store, git's objects and configuration, and
// what the user names; no process but git; no socket. Skipped, and said so, where strace is not there.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const isTraceable = spawnSync('strace', ['-f', '-qq', '-e', 'trace=openat', 'true']).status === 0;
if (!isTraceable) {
  console.log('SKIPPED: what a run opens is not checked, strace is not here');
  process.exit(0);
}

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'pitower-lint-traces-')));
const tree = join(scratch, 'tree');
const home = join(scratch, 'home');
const outside = join(scratch, 'outside');
const environ = join(tree, '.pitower-lint-baseline.jsonl');
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** A repository whose links, paths and configuration all lead somewhere else. */
function makeTree() {
  for (const folder of [tree, home, outside]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(outside, 'secret.yaml'), 'apiVersion: v1\nkind: ConfigMap\n');
  cpSync('fixtures/kustomize/deprecated-field/bad', join(tree, 'bad'), { recursive: true });
  cpSync('pitower', join(tree, 'pitower'), { recursive: true });
  const files = {
    'kustomization.yaml':
      'resources: [../outside/secret.yaml, /etc/passwd, linked.yaml, folder, https://example.com/a.git//b]\nconfigMapGenerator: [{name: a, files: [../outside/secret.yaml, /etc/hostname, linked.yaml]}]\nhelmCharts: [{name: a, repo: "https://example.com/charts", version: 1.0.0, valuesFile: ../outside/secret.yaml}]\ngenerators: [exec.yaml]\n',
    'exec.yaml':
      'apiVersion: v1\nkind: A\nmetadata: {name: a, annotations: {config.kubernetes.io/function: "exec: {path: ./run.sh}"}}\n',
    'run.sh': `#!/bin/sh\ntouch ${outside}/owned\n`,
    'values/app.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, namespace: argocd}\nspec:\n  project: default\n  destination: {name: in-cluster, namespace: a}\n  source:\n    repoURL: https://example.com/charts\n    chart: a\n    targetRevision: 1.0.0\n    helm: {valueFiles: [../../outside/secret.yaml, /etc/passwd, "https://example.com/values.yaml"]}\n',
    '.gitattributes': '* filter=owned diff=owned\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  symlinkSync(join(outside, 'secret.yaml'), join(tree, 'linked.yaml'));
  symlinkSync('/etc', join(tree, 'folder'));
  symlinkSync('/proc/self/environ', environ);
  const git = (...args) => spawnSync('git', ['-C', tree, ...args], { encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all', '--', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'a');
  const owned = `touch ${outside}/owned`;
  for (const key of ['core.fsmonitor', 'core.pager', 'filter.owned.clean', 'diff.owned.command']) {
    git('config', key, owned);
  }
  git('config', 'core.hooksPath', join(tree, 'hooks'));
  writeFileSync(join(tree, 'kustomization.yaml'), `${files['kustomization.yaml']}# changed\n`);
}

/** Calls that open files, start processes or reach the network. */
const CALLS = 'trace=open,openat,openat2,creat,execve,execveat,socket,connect,bind';

/** Files that Node, git and the C library read of the system, whatever they run. */
const SYSTEM = [
  /^\/(?:usr|lib|lib64|opt|nix)\//,
  /^\/etc\/(?:ld\.so\.cache|ld\.so\.preload|localtime|ssl\/openssl\.cnf|nsswitch\.conf|gitconfig|os-release|locale\.alias)$/,
  /^\/etc\/passwd$/, // git asks who the user is
  /^\/proc\/(?:self|\d+)\/(?:maps|stat|status|cgroup|task|fd|mountinfo|limits|auxv|exe|cmdline|oom_score_adj)/,
  /^\/proc\/(?:meminfo|cpuinfo|stat|version_signature|sys\/)/,
  /^\/sys\/(?:fs\/cgroup|devices\/system|kernel\/mm)/,
  /^\/dev\/(?:null|tty|urandom|random|zero|pts)/,
  /^\/snap\//,
];

/** What a run may open beside those. */
const own = [
  tree,
  home,
  resolve('dist'),
  resolve('package.json'),
  resolve('schemas'),
  process.execPath,
];

function check(name, { program, args, env = {}, also = [], ends = [0, 1], most = 10_000 }) {
  const log = join(scratch, 'trace.log');
  const { status } = spawnSync(
    'strace',
    ['-f', '-y', '-qq', '-s', '4096', '-e', CALLS, '-o', log, process.execPath, program, ...args],
    {
      cwd: tree,
      env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, '.cache'), ...env },
      encoding: 'utf8',
    },
  );
  const wrong = [];
  let opened = 0;
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const socket = /^\d+\s+(socket|connect|bind)\((.*)$/.exec(line);
    if (socket && !/AF_UNIX/.test(socket[2] ?? '')) wrong.push(`a socket: ${line}`);
    const started = /^\d+\s+execve(?:at)?\((?:AT_FDCWD, )?"([^"]*)".*= 0$/.exec(line);
    if (started && !/(?:^|\/)git$/.test(started[1]) && started[1] !== process.execPath) {
      wrong.push(`a process: ${line}`);
    }
    // strace says where a call led, behind all links.
    const path = /^\d+\s+(?:open|creat|openat2?)\(.* = \d+<(\/.*)>$/.exec(line)?.[1];
    if (path === undefined) continue;
    opened++;
    const isAllowed =
      [...own, ...also].some(start => path === start || path.startsWith(`${start}/`)) ||
      SYSTEM.some(pattern => pattern.test(path));
    if (!isAllowed) wrong.push(`a file: ${line}`);
  }
  if (opened > most) wrong.push(`${opened} files were opened, at most ${most} were expected`);
  if (opened < 10) wrong.push('next to nothing was traced');
  if (!ends.includes(status)) wrong.push(`the run ended with ${status}`);
  if (spawnSync('test', ['-e', join(outside, 'owned')]).status === 0)
    wrong.push('something was run');
  for (const line of wrong) console.error(`${name}: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
  else console.log(`${name}: ${opened} files opened, none that it should not`);
}

makeTree();
const cli = resolve('dist/cli.js');
const named = join(scratch, 'named');
mkdirSync(named);
const report = join(named, 'report.sarif');
check('lint', {
  program: cli,
  args: ['.', '--format', `sarif=${report}`, '--tracked-only'],
  also: [named],
});
// It leads elsewhere in each process.
rmSync(environ);
check('lint that keeps its result', { program: cli, args: ['.'] });
check('lint that is answered from it', { program: cli, args: ['.'], most: 400 });
symlinkSync('/proc/self/environ', environ);
check('lint of a change', { program: cli, args: ['.', '--changed-since', 'HEAD'] });
check('fix', { program: cli, args: ['.', '--fix'] });
const summary = join(named, 'summary.md');
const output = join(named, 'output.txt');
for (const file of [summary, output]) writeFileSync(file, '');
check('action', {
  program: resolve('dist/action.js'),
  args: [],
  env: {
    GITHUB_WORKSPACE: tree,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: output,
    GITHUB_ACTIONS: 'true',
    RUNNER_TEMP: named,
    INPUT_PATH: '.',
  },
  also: [named],
});
symlinkSync('/etc/passwd', join(tree, '.pitower-lint.yaml'));
check('lint with a policy that is elsewhere', { program: cli, args: ['.'], ends: [2] });
