import { readExpression } from '../../src/cel/expression.ts';
import { celValue, type Trace } from '../../src/cel/values.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const LIST = `[${Array.from({ length: 100 }, (_, i) => i).join(', ')}]`;

/**
 * Evaluates some five hundred hostile expressions and prints how long the slowest took, in milliseconds, and how
 * many they were. A program of its own, so that its memory can be limited: hostile.test.ts.
 */

/** Expressions that take forever, or all memory, without bounds: some five hundred. */
const hostile = (): string[] => {
  const all: string[] = [];
  for (let depth = 1; depth <= 60; depth++) {
    const macros = ['all', 'exists', 'exists_one', 'filter', 'map'] as const;
    for (const macro of macros) {
      const body =
        macro === 'map' || macro === 'filter' ? 'true' : macro === 'all' ? 'true' : 'false';
      let inner = body;
      for (let i = 0; i < Math.min(depth, 12); i++) {
        const nested =
          macro === 'map' || macro === 'filter'
            ? `size(${LIST}.${macro}(v${i}, ${inner})) >= 0`
            : `${LIST}.${macro}(v${i}, ${inner})`;
        inner = nested;
      }
      all.push(inner);
    }
    all.push(`[object.a]${'.map(x, x + x)'.repeat(depth)}.size() > 0`);
    all.push(`[[object.a]]${'.map(x, x + x)'.repeat(depth)}.size() > 0`);
    all.push(`${'('.repeat(depth * 20)}true${')'.repeat(depth * 20)}`);
    all.push(`object.long.matches('${'(a+)+'.repeat(Math.min(depth, 20))}$')`);
    let bound = 'object.a';
    for (let i = 0; i < depth; i++) bound = `cel.bind(b${i}, ${bound}, b${i} + b${i})`;
    all.push(`size(${bound}) > 0`);
    let pairs = 'v0';
    for (let i = 0; i < Math.min(depth, 12); i++)
      pairs = `${LIST}.transformList(k${i}, v${i}, ${i === 0 ? 'v0' : pairs})`;
    all.push(`size(${pairs}) > 0`);
    all.push(`sets.contains(lists.range(20000), lists.range(${depth * 300}))`);
    all.push(`lists.range(20000).map(x, lists.range(20000)).flatten().distinct().size() > 0`);
    all.push(`'${'%s'.repeat(depth)}'.format([${'object.long, '.repeat(depth)}'a']).size() > 0`);
    all.push(`[${'['.repeat(depth)}1${']'.repeat(depth)}].flatten(${10 ** 9}).size() > 0`);
  }
  return all;
};

const object = parseYaml({
  path: 'o',
  text: `a: ${'x'.repeat(1000)}\nlong: ${'a'.repeat(20_000)}!\n`,
}).documents[0]?.value;
if (!object) throw new Error('no object');
const expressions = hostile();
let slowest = 0;
for (const expression of expressions) {
  const started = performance.now();
  const read = readExpression(expression, ['object']);
  if (!('error' in read)) {
    const trace: Trace = { last: undefined, unknown: false };
    read.run({ trace, values: { object: celValue(object, { trace }) } });
  }
  slowest = Math.max(slowest, performance.now() - started);
}
process.stdout.write(JSON.stringify({ expressions: expressions.length, slowest }));
