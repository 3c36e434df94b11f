import ignore from 'ignore';
import type { Policy } from '../config/load.ts';
import { pathSet } from '../source/path-set.ts';
import { basename, dirname, joinPath } from '../source/tree.ts';
import { type ClassifiedDocument, classify } from '../yaml/classify.ts';
import type { Sources } from '../yaml/sources.ts';
import { isTemplateFile } from './templates.ts';

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
  'fixtures/',
  'testdata/',
  'node_modules/',
  'vendor/',
];

/** Whether a directory is, or lies in, a folder that is not linted with the repository around it. */
export const isLeftOut = (directory: string): boolean =>
  ignore().add(NOT_LINTED).ignores(`${directory}/`);

/** Files that hold YAML whatever they hold: manifests, values, patches. */
const YAML_FILE = /\.(ya?ml|patch)$|(^|\/)Kustomization$/;

/** What `kubectl` and `talosctl` log in with, under the names that these tools and their users give it. */
const CLIENT_FILE = /(?:^|[/.])(?:kube|talos)config$|(?:^|\/)\.kube\/config$/;

/** Such a file as the tools write it: others are encrypted as a whole, or made by a script. */
const isClientConfig = (sources: Sources, path: string): boolean =>
  /^"?contexts"?:/m.test(sources.text(path)?.text ?? '');

/** Whether a patch changes lines of text files, as git and diff write it, and no object. */
const isDiff = (text: string): boolean =>
  /^(?:From [0-9a-f]{40} |diff --|Index: |--- \S.*\n\+\+\+ )/m.test(text);

/** Every YAML document of the repository with what it is, in order of path. */
export function discover(sources: Sources, policy: Policy): ClassifiedDocument[] {
  const excluded = ignore().add([...NOT_LINTED, ...(policy.files?.exclude ?? [])]);
  const { root, files } = sources.tree;
  const templates = pathSet(
    files
      .filter(path => basename(path) === 'Chart.yaml')
      .flatMap(path => joinPath(dirname(path), 'templates') ?? []),
  );
  return files
    .filter(
      path => YAML_FILE.test(path) || (CLIENT_FILE.test(path) && isClientConfig(sources, path)),
    )
    .filter(path => !excluded.ignores(root === '' ? path : path.slice(root.length + 1)))
    .filter(path => !templates.holds(path))
    .filter(path => !path.endsWith('.patch') || !isDiff(sources.text(path)?.text ?? ''))
    .filter(path => !isTemplateFile(sources, path))
    .flatMap(path => sources.parse(path).documents)
    .map(document => ({ document, type: classify(document) }))
    .filter(({ type }) => type !== 'empty');
}
