import { normalize, slugify } from '../normalize.ts';
import { BUILTINS } from './builtins.ts';
import { fn, variadic } from './function.ts';
import type { GoFunction } from './scope.ts';
import { SPRIG } from './sprig/index.ts';
import { fail } from './stop.ts';
import { type GoValue, isInteger, isList, isMap, typeName } from './value.ts';
import { parseYaml, toYaml } from './yaml.ts';

/** `slugify [max] [smart] NAME`; arguments of another type make Argo CD panic. */
function slugifyArguments(args: readonly GoValue[]): string {
  const name = args.at(-1) ?? '';
  const [max, smart] = args.slice(0, -1);
  if (typeof name !== 'string') return panic(name, 'string');
  if (max !== undefined && (!isInteger(max) || max.type !== 'int')) return panic(max, 'int');
  if (smart !== undefined && typeof smart !== 'boolean') return panic(smart, 'bool');
  return slugify(name, isInteger(max) ? Number(max.value) : 50, smart ?? true);
}

const panic = (value: GoValue, wanted: string): never =>
  fail(`interface conversion: interface {} is ${typeName(value)}, not ${wanted}`);

/** What an ApplicationSet template with `goTemplate: true` may call. */
export const ARGOCD_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map([
  ...BUILTINS,
  ...SPRIG,
  ['normalize', fn(['string'], ([name]) => normalize(name))] as const,
  ['slugify', variadic([], 'any', (_, args) => slugifyArguments(args))] as const,
  ['toYaml', fn(['any'], ([value], budget) => toYaml(value, budget))] as const,
  [
    'fromYaml',
    fn(['string'], ([text], budget) => {
      const value = parseYaml(text, budget) ?? new Map();
      return isMap(value) ? value : fail('json: cannot unmarshal into Go value of type map');
    }),
  ] as const,
  [
    'fromYamlArray',
    fn(['string'], ([text], budget) => {
      const value = parseYaml(text, budget) ?? [];
      return isList(value) ? value : fail('json: cannot unmarshal into Go value of type slice');
    }),
  ] as const,
]);
