import { parseJsonPatch } from '../../model/json-patch.ts';
import type { TalosPatch, TalosRole, TalosVersion } from '../../model/talos.ts';
import type { Problem } from '../../source/problem.ts';
import { didYouMean } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { get, getScalar, textAt } from '../../yaml/access.ts';
import { without } from '../../yaml/build.ts';
import { headOf, type LocatedMap, type LocatedScalar, placeOf } from '../../yaml/located.ts';
import { checkConflicts } from './check-conflicts.ts';
import { checkDocument } from './check-document.ts';
import { checkFields } from './check-fields.ts';
import { checkMachine } from './check-machine.ts';
import { applyPatchFile, generatedConfig } from './config.ts';
import { patchFiles } from './layers.ts';
import { isDelete, type Refusal, type Refuse } from './patch-markers.ts';
import {
  type DocumentKind,
  documentKind,
  isKnownMinor,
  kindNames,
  shapeOfDocument,
} from './shapes.ts';
import { checkLoaded } from './values/check-loaded.ts';
import { checkMachineValues } from './values/check-machine-values.ts';

/** A machine: its role and the patches it gets, in their order. */
export interface Machine {
  readonly role: TalosRole | undefined;
  readonly patches: readonly TalosPatch[];
}

/**
 * Everything that keeps Talos from accepting the patches: each by itself, and as each machine's
 * configuration after all of its patches.
 *
 * @param contract the minor version whose generated configuration the patches are applied to
 */
export function refusals(
  patches: readonly TalosPatch[],
  machines: readonly Machine[],
  version: TalosVersion | undefined,
  contract: number | undefined,
): Problem[] {
  const problems = new Map<string, Problem>();
  const refuse: Refuse = refusal => {
    const problem = toProblem(refusal);
    const { file, start } = problem.at;
    const key = `${file.path} ${start} ${problem.message}`;
    if (!problems.has(key)) problems.set(key, problem);
  };
  for (const patch of patches) checkPatch(patch, version?.minor, refuse);
  for (const file of patchFiles(patches)) checkTwice(file.documents, refuse);
  for (const machine of machines) checkMerged(machine, version, contract, refuse);
  return [...problems.values()];
}

function toProblem({ at, message, help }: Refusal): Problem {
  const place = at.kind === 'scalar' ? placeOf(at) : (headOf(firstOf(at)) ?? placeOf(at));
  return { rule: 'talos/invalid-patch', at: place, message, ...(help && { help }) };
}

const firstOf = (at: Refusal['at']): Refusal['at'] =>
  at.kind === 'sequence' && at.items[0] ? at.items[0] : at;

function checkPatch(patch: TalosPatch, minor: number | undefined, refuse: Refuse): void {
  const { value } = patch;
  if (patch.type === 'json6902') {
    for (const problem of parseJsonPatch(value).problems) refuse(problem);
    return;
  }
  if (value.kind !== 'map') return;
  if (!isIdentified(value, minor, refuse)) return;
  if (isDelete(value)) {
    if (textAt(value, 'kind') !== undefined) return;
    refuse({
      at: getScalar(value, '$patch') ?? value,
      message: "the v1alpha1 document itself can't be deleted: `$patch` belongs below a field",
    });
    return;
  }
  // Without a kind it is the v1alpha1 document, which has a `version` instead; a kind that was left out says enough.
  const isNamed =
    textAt(value, 'kind') !== undefined || !(get(value, 'machine') ?? get(value, 'cluster'));
  const known = isNamed ? without(without(value, 'kind'), 'apiVersion') : value;
  // SOPS' own metadata is gone when Talos gets it.
  const own = without(known, 'sops');
  checkFields(own, shapeOfDocument(textAt(value, 'kind')), minor, refuse);
  checkLoaded(value, minor, refuse);
}

/** Whether it is clear, and right, what a document is. */
function isIdentified(value: LocatedMap, minor: number | undefined, refuse: Refuse): boolean {
  const kind = getScalar(value, 'kind');
  if (!kind) return true;
  if (isPlaceholder(kind.text)) return false;
  if (!get(value, 'apiVersion')) {
    refuse({
      at: value,
      message: `${kind.text} needs \`apiVersion: v1alpha1\``,
    });
    return false;
  }
  const apiVersion = getScalar(value, 'apiVersion');
  if (apiVersion && apiVersion.text !== 'v1alpha1' && !isPlaceholder(apiVersion.text)) {
    refuse({ at: apiVersion, message: "the only `apiVersion` of Talos' documents is v1alpha1" });
    return false;
  }
  const known = knownKind(kind, minor, refuse);
  if (!known) return false;
  if (known.named && !get(value, 'name')) {
    refuse({ at: value, message: `${kind.text} needs a name` });
    return false;
  }
  return true;
}

/** The kind of a document, where the version has it. */
function knownKind(
  kind: LocatedScalar,
  minor: number | undefined,
  refuse: Refuse,
): DocumentKind | undefined {
  const known = documentKind(kind.text);
  if (!known) {
    // Beyond the table's versions there are kinds that it can't know.
    if (minor !== undefined && !isKnownMinor(minor)) return undefined;
    const help = didYouMean(kind.text, kindNames(minor));
    refuse({
      at: kind,
      message: `Talos${minor === undefined ? '' : ` 1.${minor}`} has no document kind ${kind.text}`,
      ...(help && { help: `${help[0]?.toUpperCase()}${help.slice(1)}` }),
    });
    return undefined;
  }
  if (minor !== undefined && isKnownMinor(minor) && known.since > minor) {
    refuse({
      at: kind,
      message: `Talos 1.${minor} has no document kind ${kind.text}: it is there from 1.${known.since} on`,
    });
    return undefined;
  }
  return known;
}

/** A file can't have two documents of one kind and name. */
function checkTwice(documents: readonly LocatedMap[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const document of documents) {
    const key = [textAt(document, 'kind') ?? '', textAt(document, 'name') ?? ''].join(' ').trim();
    if (seen.has(key)) {
      refuse({
        at: document,
        message: `the file has a second document \`${key || 'of the machine configuration'}\``,
      });
    }
    seen.add(key);
  }
}

function checkMerged(
  { role, patches }: Machine,
  version: TalosVersion | undefined,
  contract: number | undefined,
  refuse: Refuse,
): void {
  const minor = version?.minor ?? contract;
  const first = patches.find(({ value }) => value.kind !== 'scalar');
  const base = contract === undefined || !first ? undefined : generated(contract, role, first);
  const config = patchFiles(patches).reduce(
    (before, file) => applyPatchFile(before, file, lookups(base !== undefined, refuse)),
    base ?? { machine: undefined, documents: new Map() },
  );
  if (config.machine) {
    checkMachine(config.machine, role, refuse);
    checkMachineValues(config.machine, minor, refuse);
  }
  for (const document of config.documents.values()) {
    if (document.origin.made !== 'default' || minor === undefined)
      checkDocument(document, version, refuse);
  }
  checkConflicts(config, refuse);
}

const generated = (contract: number, role: TalosRole | undefined, { value }: TalosPatch) =>
  generatedConfig(contract, role, value);

/** Without a known base nothing is known to be missing from it. */
const lookups =
  (hasBase: boolean, refuse: Refuse): Refuse =>
  refusal => {
    if (hasBase || !refusal.needsBase) refuse(refusal);
  };
