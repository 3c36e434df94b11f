import ignore from 'ignore';
import type { Policy } from '../config/load.ts';
import { basename, dirname, isWithin } from '../source/tree.ts';
import { classify, type DocumentClass } from '../yaml/classify.ts';
import type { SourceDocument } from '../yaml/parse.ts';
import type { Sources } from '../yaml/sources.ts';

export interface ClassifiedDocument {
  readonly document: SourceDocument;
  readonly type: DocumentClass;
}

/** Vendored and documentation folders: their files are read when something refers to them. */
const NOT_LINTED = [
  '.github/',
  '.git/',
  '.idea/',
  '.vscode/',
  '.terraform/',
  '.venv/',
  'docs/',
  'examples/',
  'node_modules/',
  'vendor/',
];

/** Files that hold YAML whatever they hold: manifests, values, patches. */
const YAML_FILE = /\.(ya?ml|patch)$|(^|\/)Kustomization$/;

/** An action outside of quotes that prints a value of a release: only Helm can have meant it. */
const HELM_ACTION = /^(?:[^'"#\n]*\s)?\{\{-?[^}\n]*\.(?:Values|Release|Chart|Capabilities)\b/m;

/** A template of Helm's that lies outside of any chart: no manifest, whatever its name. */
const isTemplate = (sources: Sources, path: string): boolean => {
  if (!/(?:^|\/)templates\//.test(path)) return false;
  return HELM_ACTION.test(sources.text(path)?.text ?? '');
};

/** Every YAML document of the repository with what it is, in order of path. */
export function discover(sources: Sources, policy: Policy): ClassifiedDocument[] {
  const excluded = ignore().add([...NOT_LINTED, ...(policy.files?.exclude ?? [])]);
  const { root, files } = sources.tree;
  const charts = new Set(files.filter(path => basename(path) === 'Chart.yaml').map(dirname));
  return files
    .filter(path => YAML_FILE.test(path))
    .filter(path => !excluded.ignores(root === '' ? path : path.slice(root.length + 1)))
    .filter(path => ![...charts].some(chart => isWithin(path, `${chart}/templates`)))
    .filter(path => !isTemplate(sources, path))
    .flatMap(path => sources.parse(path).documents)
    .map(document => ({ document, type: classify(document) }))
    .filter(({ type }) => type !== 'empty');
}
