import { compileGobwas } from '../glob/gobwas.ts';
import { runGlob } from '../glob/matcher.ts';
import type { SourceText } from '../source/text.ts';
import { encodeBytes } from '../template/go/bytes.ts';
import { fn } from '../template/go/function.ts';
import { withMethods } from '../template/go/methods.ts';
import type { GoFunction } from '../template/go/scope.ts';
import { fail } from '../template/go/stop.ts';
import type { Trace } from '../template/go/trace.ts';
import { setMember, setWhole } from '../template/go/trace.ts';
import { type GoObject, stringList } from '../template/go/value.ts';
import { emitYaml } from '../template/go/yaml-emitter.ts';
import type { HelmBehaviour } from './behaviour.ts';
import type { ChartFile } from './chart.ts';
import { newTable, type Table } from './values.ts';

const NO_FIELDS: GoObject['fields'] = new Map();

/** Go's `[]byte`: text once it is a string. */
const bytes = (text: string): GoObject => ({
  go: 'object',
  type: '[]uint8',
  text,
  fields: NO_FIELDS,
  isClosed: true,
});

/** The same of a file, which is decoded when its text is asked for: most never are. */
const bytesOf = (source: SourceText): GoObject => ({
  go: 'object',
  type: '[]uint8',
  get text() {
    return source.text;
  },
  fields: NO_FIELDS,
  isClosed: true,
});

const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * `.Files` of one chart.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/engine/files.go
 */
export function filesObject(
  files: readonly ChartFile[],
  helm: Pick<HelmBehaviour, 'readsEmptyLines'>,
): Table {
  const byPath = new Map(files.map(file => [file.path, file] as const));
  const textOf = (path: string): string => byPath.get(path)?.source.text ?? '';
  const traceOf = (path: string): Trace => {
    const file = byPath.get(path)?.source;
    return file && { kind: 'template', file };
  };
  const object = newTable(
    [...byPath].map(([path, { source }]) => [path, bytesOf(source)] as const),
  );
  const asData = (encode: (text: string) => string): GoFunction =>
    fn([], (_, budget) => {
      const data = newTable();
      for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
        const text = encode(file.source.text);
        data.set(basename(file.path), text);
        setMember(data, basename(file.path), { kind: 'template', file: file.source });
      }
      return emitYaml(data, budget).text;
    });
  const methods: readonly (readonly [string, GoFunction])[] = [
    [
      'Get',
      fn(['string'], ([path], _, scope) => {
        scope.trace = traceOf(path);
        return textOf(path);
      }),
    ],
    ['GetBytes', fn(['string'], ([path]) => bytes(textOf(path)))],
    ['Glob', fn(['string'], ([pattern]) => filesObject(globbed(files, pattern), helm))],
    [
      'Lines',
      fn(['string'], ([path]) => {
        if (!byPath.has(path)) return stringList([]);
        const text = textOf(path);
        if (text === '' && helm.readsEmptyLines) return stringList([]);
        if (text === '') fail('runtime error: index out of range [-1]');
        const lines = stringList((text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'));
        setWhole(lines, traceOf(path));
        return lines;
      }),
    ],
    ['AsConfig', asData(text => text)],
    ['AsSecrets', asData(text => encodeBytes(text).toString('base64'))],
  ];
  return withMethods(object, new Map(methods)) as Table;
}

/** An invalid pattern takes all files. */
function globbed(files: readonly ChartFile[], pattern: string): readonly ChartFile[] {
  const program = compileGobwas(pattern, '/');
  return program ? files.filter(({ path }) => runGlob(program, path)) : files;
}
