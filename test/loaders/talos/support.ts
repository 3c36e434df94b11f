import { makePolicy, type Policy } from '../../../src/config/load.ts';
import { lint } from '../../../src/lint.ts';
import { discover } from '../../../src/loaders/discover.ts';
import {
  applyPatchFile,
  generatedConfig,
  type PatchFile,
} from '../../../src/loaders/talos/config.ts';
import { loadTalos } from '../../../src/loaders/talos/index.ts';
import { type TalosModel, toTalosVersion } from '../../../src/model/talos.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { type Plain, toPlain } from '../../../src/yaml/access.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { wordsOf } from '../../support/words.ts';

export type Files = Readonly<Record<string, string>>;

/** The Talos model of a repository that exists in memory only. */
export function modelOf(files: Files): TalosModel {
  const sources = openSources(memoryTree(files));
  return loadTalos(sources, discover(sources, inferred()));
}

function inferred(): Policy {
  const policy = makePolicy(undefined, 'inferred');
  if (!('preset' in policy)) throw new Error('the preset is no policy');
  return policy;
}

/** What a version of Talos refuses of the patches; all of a name's files are in `talos/patches`. */
export function refusalsOf(version: string, patches: Files, recipe = ''): string[] {
  const model = modelOf({ ...inPatches(patches), justfile: recipe });
  return model.refusals(toTalosVersion(version)).map(({ message }) => wordsOf(message));
}

/** The v1alpha1 document of the one node after all patches, as plain data. */
export function mergedOf(patches: Files): Plain {
  const [node] = modelOf(inPatches(patches)).nodes;
  if (!node?.machine) throw new Error('there is no node');
  return toPlain(node.machine);
}

/** Messages of one rule on a repository in memory. */
export function findingsOf(rule: Rule, files: Files, policy?: string): string[] {
  const policyFile =
    policy === undefined ? undefined : { path: '.pitower-lint.yaml', text: policy };
  const outcome = lint({ tree: memoryTree(files), policyFile, rules: [rule] });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  return outcome.report.findings.map(({ message }) => wordsOf(message));
}

export const inPatches = (patches: Files): Files =>
  Object.fromEntries(
    Object.entries(patches).map(([name, text]) => [`talos/patches/${name}.yaml`, text]),
  );

/** Patches, each a file, applied in turn to what `talosctl gen config` makes. */
export function patched(
  contract: number,
  role: 'controlplane' | 'worker',
  ...patches: readonly string[]
): { machine: Plain; documents: Plain[]; refusals: string[] } {
  const refusals: string[] = [];
  const files = patches.map((text, i) => patchFile(`${i}.yaml`, text));
  const [first] = files.flatMap(file => [...file.documents, ...file.operations]);
  if (!first) throw new Error('there is no patch');
  const config = files.reduce(
    (base, file) => applyPatchFile(base, file, ({ message }) => refusals.push(message)),
    generatedConfig(contract, role, first),
  );
  return {
    machine: config.machine ? toPlain(config.machine) : null,
    documents: [...config.documents.values()].map(toPlain),
    refusals,
  };
}

function patchFile(path: string, text: string): PatchFile {
  const values = parseYaml({ path, text }).documents.flatMap(({ value }) => value ?? []);
  return {
    path,
    documents: values.flatMap(value => (value.kind === 'map' ? [value] : [])),
    operations: values.filter(({ kind }) => kind === 'sequence'),
  };
}
