/**
 * Brings chart versions out of the histories of repositories, for `main.ts` to render.
 *
 *     npx tsx scripts/compare-helm/gather.ts OUT COMMITS GIT_DIRECTORY...
 *
 * Of each repository so many commits are looked at, evenly over its first parents; every chart version that is
 * met for the first time becomes `OUT/<repository>/<name>-<version>`. Charts that others depend on and that were
 * met in the same place or another become links in their `charts/`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { parseVersion, satisfies } from '../../src/template/go/semver.ts';

interface Gathered {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
  readonly repository: string;
}

interface Declared {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: readonly { readonly name: string; readonly version?: string }[];
}

const [out = '', count = '', ...repositories] = process.argv.slice(2);

const git = (directory: string, ...args: string[]): string =>
  execFileSync('git', ['-C', directory, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** Evenly over the history, the newest among them. */
function commitsOf(directory: string, wanted: number): string[] {
  const all = git(directory, 'rev-list', '--first-parent', 'HEAD').trim().split('\n');
  const step = Math.max(1, all.length / wanted);
  return Array.from({ length: wanted }, (_, i) => all[Math.floor(i * step)]).filter(
    commit => commit !== undefined,
  );
}

/** Directories of charts that lie in no other chart. */
function chartsAt(directory: string, commit: string): string[] {
  const found = git(directory, 'ls-tree', '-r', '--name-only', commit)
    .split('\n')
    .filter(path => basename(path) === 'Chart.yaml')
    .map(dirname);
  return found.filter(path => !found.some(other => path.startsWith(`${other}/`)));
}

function declaredBy(text: string): Declared {
  try {
    return (parse(text, { logLevel: 'silent' }) as Declared | null) ?? {};
  } catch {
    return {};
  }
}

/** Links to files and directories outside of the chart become those. */
function replaceOuterLinks(directory: string, commit: string, inner: string, to: string): void {
  for (const entry of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
    const at = join(to, entry);
    if (!lstatSync(at).isSymbolicLink() || existsSync(at)) continue;
    const target = join(inner, dirname(entry), readlinkSync(at));
    const object = `${commit}:${target}`;
    const kind = spawnSync('git', ['-C', directory, 'cat-file', '-t', object]).stdout.toString();
    rmSync(at);
    if (kind.trim() === 'tree') extract(directory, commit, target, at);
    if (kind.trim() !== 'blob') continue;
    writeFileSync(at, spawnSync('git', ['-C', directory, 'show', object]).stdout);
  }
}

function extract(directory: string, commit: string, path: string, to: string): boolean {
  mkdirSync(to, { recursive: true });
  const inner = path === '.' ? '' : path;
  const packed = spawnSync('git', ['-C', directory, 'archive', `${commit}:${inner}`], {
    maxBuffer: 1 << 28,
  });
  const unpacked = spawnSync('tar', ['-x', '-C', to], { input: packed.stdout });
  if (packed.status === 0 && unpacked.status === 0) {
    replaceOuterLinks(directory, commit, inner, to);
    return true;
  }
  rmSync(to, { recursive: true });
  return false;
}

const gathered = new Map<string, Gathered>();
for (const directory of repositories) {
  const repository = basename(dirname(directory));
  for (const commit of commitsOf(directory, Number(count))) {
    for (const path of chartsAt(directory, commit)) {
      const shown = spawnSync('git', ['-C', directory, 'show', `${commit}:${path}/Chart.yaml`]);
      const { name, version } = declaredBy(shown.stdout.toString());
      const key = `${repository}/${name}-${version}`;
      if (typeof name !== 'string' || !/^[\w.+-]+$/.test(`${name}${version}`)) continue;
      if (gathered.has(key)) continue;
      const to = join(out, key);
      if (!existsSync(to) && !extract(directory, commit, path, to)) continue;
      gathered.set(key, { name, version: String(version), directory: to, repository });
    }
  }
}

const isIn = (range: string, version: string): boolean => {
  try {
    return parseVersion(version) !== undefined && satisfies(range === '' ? '*' : range, version);
  } catch {
    return false;
  }
};

/** The chart that a dependency is for: of the same repository before others, by its range. */
function candidateFor(chart: Gathered, name: string, range: string): Gathered | undefined {
  const named = [...gathered.values()].filter(
    other => other.name === name && isIn(range, other.version) && other !== chart,
  );
  return named.find(({ repository }) => repository === chart.repository) ?? named[0];
}

let missing = 0;
for (const chart of gathered.values()) {
  const below = join(chart.directory, 'charts');
  const declared = declaredBy(readFileSync(join(chart.directory, 'Chart.yaml'), 'utf8'));
  const requirements = join(chart.directory, 'requirements.yaml');
  const older = existsSync(requirements) ? declaredBy(readFileSync(requirements, 'utf8')) : {};
  for (const dependency of [...(declared.dependencies ?? []), ...(older.dependencies ?? [])]) {
    const { name, version = '' } = dependency;
    const present = existsSync(below) ? readdirSync(below) : [];
    if (present.some(entry => entry === name || entry.startsWith(`${name}-`))) continue;
    const found = candidateFor(chart, name, String(version));
    if (!found) missing++;
    else {
      mkdirSync(below, { recursive: true });
      symlinkSync(join('../../..', found.repository, basename(found.directory)), join(below, name));
    }
  }
}
console.log(`${gathered.size} chart versions, ${missing} dependencies that were nowhere`);
