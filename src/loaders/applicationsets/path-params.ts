import { basename, dirname } from '../../source/tree.ts';
import { type GoValue, stringList } from '../../template/go/value.ts';
import { normalize } from '../../template/normalize.ts';

/**
 * The parameters that a git generator makes of a directory, or of a file and its directory.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/
 */
export function pathParameters(
  path: string,
  { file, goTemplate, prefix }: { file?: string; goTemplate: boolean; prefix: string | undefined },
): Map<string, GoValue> {
  const directory = file === undefined ? path : dirname(file) || '.';
  const name = basename(directory);
  const segments = directory.split('/');
  if (!goTemplate) return flatParameters(directory, name, segments, file, prefix);
  const parameters = new Map<string, GoValue>([
    ['path', directory],
    ['basename', name],
    ['basenameNormalized', normalize(name)],
    ['segments', stringList(segments)],
  ]);
  if (file !== undefined) {
    parameters.set('filename', basename(file));
    parameters.set('filenameNormalized', normalize(basename(file)));
  }
  const named = new Map<string, GoValue>([['path', parameters]]);
  return prefix === undefined ? named : new Map([[prefix, named]]);
}

function flatParameters(
  directory: string,
  name: string,
  segments: readonly string[],
  file: string | undefined,
  prefix: string | undefined,
): Map<string, GoValue> {
  const key = prefix === undefined ? 'path' : `${prefix}.path`;
  const flat = new Map<string, GoValue>([
    [key, directory],
    [`${key}.basename`, name],
    [`${key}.basenameNormalized`, normalize(name)],
  ]);
  for (const [i, segment] of segments.entries()) flat.set(`${key}[${i}]`, segment);
  if (file !== undefined) {
    flat.set(`${key}.filename`, basename(file));
    flat.set(`${key}.filenameNormalized`, normalize(basename(file)));
  }
  return flat;
}
