import type { FileReference } from '../model/app-build.ts';
import type { ApplicationSource, ApplicationSpec } from '../model/application.ts';
import type { Problem } from '../source/problem.ts';
import { joinPath } from '../source/tree.ts';
import { code, codes } from '../text/code.ts';
import { isPlaceholder } from '../text/placeholder.ts';
import { booleanAt, entriesAt, get, getMap, getString, itemsAt, textAt } from '../yaml/access.ts';
import { mapFrom, scalarFrom, setIn } from '../yaml/build.ts';
import { parseEmbedded } from '../yaml/embedded.ts';
import type { LocatedMap, LocatedScalar } from '../yaml/located.ts';
import { layValues, mergeValues } from '../yaml/merge.ts';
import type { Sources } from '../yaml/sources.ts';
import type { OwnRepository } from './applicationsets/own-repository.ts';
import { isOfOtherBranch } from './other-branch.ts';
import { decryptable } from './sops.ts';
import { absentSubmodule } from './unknown/submodules.ts';
import { isOptional, mayMissSecrets, rawFile, withoutScheme } from './value-file-names.ts';

/** What the values of a source come to. */
export interface Values {
  readonly values: LocatedMap;
  /** The same before nulls remove anything. */
  readonly layers: LocatedMap;
  readonly incomplete: boolean;
  readonly references: readonly FileReference[];
  readonly problems: readonly Problem[];
}

/** Where values files are looked for. */
export interface Places {
  readonly sources: Sources;
  readonly own: OwnRepository;
  /** The chart's directory, where it is one of this repository. */
  readonly directory?: string | undefined;
}

/** Values files, over them `values` or `valuesObject` (which wins), over them parameters. */
export function helmValues(
  application: ApplicationSpec,
  { value }: ApplicationSource,
  places: Places,
): Values {
  const files = itemsAt(value, 'helm', 'valueFiles').flatMap(item =>
    item.kind === 'scalar' ? [item] : [],
  );
  const mayMiss = booleanAt(value, 'helm', 'ignoreMissingValueFiles') ?? false;
  const read = files.map(from => readValueFile(application, from, mayMiss, places));
  const text = getString(value, 'helm', 'values');
  const embedded = text && parseEmbedded(text);
  const inline = getMap(value, 'helm', 'valuesObject') ?? embedded?.documents[0]?.value;
  const stack = [
    ...read.flatMap(file => file.values ?? []),
    ...(inline?.kind === 'map' ? [inline] : []),
  ];
  const nothing = mapFrom(value.origin, {});
  let values = stack.reduce(mergeValues, nothing);
  let whole = stack.reduce(layValues, nothing);
  for (const parameter of itemsAt(value, 'helm', 'parameters')) {
    const name = textAt(parameter, 'name');
    const at = get(parameter, 'value');
    // Escaped dots and list indexes are left to Helm: the values are then not the whole truth.
    if (name && at && /^[\w-]+(\.[\w-]+)*$/.test(name)) {
      const isText = booleanAt(parameter, 'forceString') ?? false;
      const set =
        at.kind === 'scalar' ? scalarFrom(at.origin, isText ? at.text : typed(at.text)) : at;
      const merged = setIn(values, name.split('.'), set);
      if (merged.kind === 'map') values = merged;
      const laid = setIn(whole, name.split('.'), set);
      if (laid.kind === 'map') whole = laid;
    }
  }
  return {
    values,
    layers: whole,
    incomplete:
      read.some(file => file.incomplete) ||
      embedded?.broken === true ||
      entriesAt(value, 'helm', 'fileParameters').length > 0,
    references: read.flatMap(file => file.reference ?? []),
    problems: read.flatMap(file => file.problem ?? []),
  };
}

/**
 * What `--set` makes of a text.
 *
 * @see https://github.com/helm/helm/blob/main/pkg/strvals/parser.go typedVal
 */
function typed(text: string): string | number | boolean | null {
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  return /^(?:0|[+-]?[1-9]\d{0,15})$/.test(text) ? Number(text) : text;
}

interface ValueFile {
  readonly values?: LocatedMap;
  readonly incomplete: boolean;
  readonly reference?: FileReference;
  readonly problem?: Problem;
}

/**
 * A `$name` that no source lends; in capitals it is one of the build's environment variables.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/build-environment/
 */
function withoutLender({ sources }: ApplicationSpec, from: LocatedScalar, name: string): ValueFile {
  const known = sources.flatMap(({ ref }) => ref?.text ?? []);
  if (/^[A-Z0-9_]+$/.test(name)) return { incomplete: true };
  const problem: Problem = {
    rule: 'argocd/source-path',
    at: from.origin,
    message: `no source of the Application has the ref \`${name}\`, which \`${from.text}\` begins with`,
    help:
      known.length > 0
        ? `Name one of its refs: ${codes(known)}.`
        : `Add a source with \`ref: ${name}\`, the repository that has the file.`,
  };
  return { incomplete: true, problem };
}

/**
 * A chart that has a name lends no files, whatever Argo CD's own message says.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.0/reposerver/repository/repository.go
 */
const lentByChart = (from: LocatedScalar, name: string): ValueFile => ({
  incomplete: true,
  problem: {
    rule: 'argocd/source-path',
    at: from.origin,
    message: `the source with the ref ${code(name)} is a chart, which can't lend files: Argo CD refuses ${code(from.text)}`,
    help: "A chart's own values are there without it: remove the line, or give the ref to a git repository.",
  },
});

/** `$ref/path` is relative to the root of the source of that name; only this repository's is here. */
function readValueFile(
  application: ApplicationSpec,
  from: LocatedScalar,
  ignoresMissing: boolean,
  { sources, own, directory }: Places,
): ValueFile {
  const text = withoutScheme(from.text);
  const isEncrypted = text !== from.text;
  const mayMiss =
    ignoresMissing || isOptional(from.text) || (isEncrypted && mayMissSecrets(sources));
  const beside = directory === undefined ? undefined : joinPath(directory, text);
  const here = text.includes('://') ? rawFile(text, own) : beside;
  if (here !== undefined && sources.tree.kind(here) === 'file')
    return valueFile(from, here, sources, isEncrypted);
  const [, name, rest = ''] = /^\$([\w-]+)\/(.*)$/.exec(text) ?? [];
  const lender = application.sources.find(source => source.ref?.text === name);
  const isBeside = beside !== undefined && /^[^/$*?[{]+(?:\/[^/$*?[{]+)*$/.test(text);
  if (beside !== undefined && absentSubmodule(sources, beside)) return { incomplete: true };
  if (name === undefined && isBeside && !text.includes('://') && !isPlaceholder(text))
    return mayMiss ? { incomplete: false } : notThere(from, text, beside);
  if (name !== undefined && !lender) return withoutLender(application, from, name);
  if (name !== undefined && lender?.chart) return lentByChart(from, name);
  if (name === undefined || !lender?.own || /[*?[{]/.test(rest)) return { incomplete: true };
  const path = joinPath(rest);
  if (path !== undefined && absentSubmodule(sources, path)) return { incomplete: true };
  if (path === undefined || sources.tree.kind(path) !== 'file') {
    if (isOfOtherBranch(lender, sources)) return { incomplete: true };
    return mayMiss ? { incomplete: false } : notThere(from, from.text);
  }
  return valueFile(from, path, sources, isEncrypted);
}

/** @param path where it is looked for, where that is not what is written */
const notThere = (from: LocatedScalar, name: string, path?: string): ValueFile => ({
  incomplete: true,
  problem: {
    rule: 'argocd/source-path',
    at: from.origin,
    message: `the values file ${code(name)} does not exist`,
    ...(path !== undefined && {
      help: `It is looked for beside the chart, as ${code(path)}; \`ignoreMissingValueFiles\` lets it be absent.`,
    }),
  },
});

function valueFile(
  from: LocatedScalar,
  path: string,
  sources: Sources,
  isEncrypted: boolean,
): ValueFile {
  const reference: FileReference = { role: 'values', from, path, target: 'file' };
  const { documents, broken } = sources.parse(path);
  const value = documents[0]?.value;
  if (value?.kind !== 'map') return { incomplete: broken || isEncrypted, reference };
  if (!isEncrypted) return { incomplete: broken, reference, values: value };
  const values = decryptable(value);
  return { incomplete: broken || !values, reference, ...(values && { values }) };
}
