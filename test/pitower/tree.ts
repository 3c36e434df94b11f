import { makePolicy, type Policy } from '../../src/config/load.ts';
import { runRules } from '../../src/engine/lint.ts';
import { loadCluster } from '../../src/loaders/repository.ts';
import type { Cluster } from '../../src/model/cluster/cluster.ts';
import { rules } from '../../src/rules/index.ts';
import { textOf } from '../../src/source/text.ts';
import { openWorkTree } from '../../src/source/work-tree.ts';
import { openSources, type Sources } from '../../src/yaml/sources.ts';
import { memoryTree } from '../support/memory-tree.ts';

/** The reference cluster's tree, in a repository of which it is one directory. */
const ROOT = 'pitower';
const POLICY_FILE = `${ROOT}/.pitower-lint.yaml`;

const decoder = new TextDecoder();

/** Every file of the tree, read once: path below `pitower/` to text. */
export const pitowerFiles: ReadonlyMap<string, string> = (() => {
  const tree = openWorkTree(ROOT);
  const start = tree.root.length + 1;
  return new Map(
    tree.files.map(path => [path.slice(start), decoder.decode(tree.read(path))] as const),
  );
})();

/** New texts by path below `pitower/`; undefined takes the file away. */
export type Change = Readonly<Record<string, string | undefined>>;

function changedFiles(change: Change): Record<string, string> {
  const files = new Map(pitowerFiles);
  for (const [path, text] of Object.entries(change)) {
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  }
  return Object.fromEntries([...files].map(([path, text]) => [`${ROOT}/${path}`, text]));
}

const policyOf = (files: Readonly<Record<string, string>>) => ({
  path: POLICY_FILE,
  text: files[POLICY_FILE] ?? '',
});

const pathsOf = (change: Change): ReadonlySet<string> =>
  new Set(Object.keys(change).map(path => `${ROOT}/${path}`));

const unchanged = changedFiles({});
const base = openSources(memoryTree(unchanged, { root: ROOT }));

/** Sources of the tree with a change. What did not change is parsed only once, for all of them. */
function changedSources(files: Readonly<Record<string, string>>, change: Change): Sources {
  const own = openSources(memoryTree(files, { root: ROOT }));
  const changed = pathsOf(change);
  const of = (path: string): Sources =>
    changed.has(path) || own.tree.kind(path) !== 'file' ? own : base;
  return {
    ...own,
    text: path => of(path).text(path),
    parse: path => of(path).parse(path),
    parsed: path => of(path).parsed(path),
  };
}

/** The model of the tree as it is committed. */
export function pitowerCluster(): { cluster: Cluster; policy: Policy } {
  const policy = makePolicy(policyOf(unchanged), 'inferred') as Policy;
  return { cluster: loadCluster(base, policy, () => {}), policy };
}

/** A finding as a test expects it: where, which rule, which characters. */
export interface Seen {
  readonly rule: string;
  /** Below `pitower/`. */
  readonly file: string;
  /** The first line of the marked characters. */
  readonly marked: string;
}

/**
 * Lints the tree with a change, all rules, under its own policy.
 *
 * @throws when the policy of the changed tree is none
 */
export function lintChanged(change: Change): Seen[] {
  const files = changedFiles(change);
  const policy = makePolicy(policyOf(files), 'inferred');
  if ('length' in policy) throw new Error(policy.map(({ message }) => message).join('\n'));
  const cluster = loadCluster(changedSources(files, change), policy, () => {});
  return runRules(cluster, policy, rules).findings.map(({ at, ruleId }) => ({
    rule: ruleId,
    file: at.file.path.slice(ROOT.length + 1),
    marked: textOf(at).split('\n')[0] ?? '',
  }));
}
