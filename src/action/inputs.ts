/** What a workflow asks for, checked. */
export interface Inputs {
  readonly path: string;
  readonly config: string;
  /** Undefined: as the event suggests. */
  readonly changedOnly: boolean | undefined;
  readonly failOn: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly sarifFile: string;
  /** Whether charts of elsewhere are used: not at all, those of the store, or after they were pulled. */
  readonly charts: ChartUse;
  /** Options of the command line that are handed on as they are, where they are given. */
  readonly passed: Readonly<Partial<Record<PassedInput, string>>>;
}

/** Inputs that are options of the command line under the same name. */
export const PASSED_INPUTS = [
  'baseline',
  'max-warnings',
  'schema-dir',
  'rendered',
  'cluster',
] as const;
type PassedInput = (typeof PASSED_INPUTS)[number];

const CHART_USES = ['none', 'store', 'pull'] as const;
type ChartUse = (typeof CHART_USES)[number];

/**
 * @param get an input's value by its name in action.yml, '' where there is none
 * @throws Error that names the input which is neither true nor false
 */
export function readInputs(get: (name: string) => string): Inputs {
  return {
    path: get('path') || '.',
    config: get('config'),
    changedOnly: get('changed-only') === '' ? undefined : readSwitch(get, 'changed-only'),
    failOn: get('fail-on') || 'error',
    only: readList(get('only')),
    skip: readList(get('skip')),
    annotations: readSwitch(get, 'annotations'),
    summary: readSwitch(get, 'summary'),
    sarifFile: get('sarif-file'),
    charts: readCharts(get('charts') || 'store'),
    passed: Object.fromEntries(
      PASSED_INPUTS.flatMap(name => (get(name) === '' ? [] : [[name, get(name)]])),
    ),
  };
}

function readSwitch(get: (name: string) => string, name: string): boolean {
  const value = get(name) || 'true';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Error(`the input ${name} is true or false, not "${value}"`);
}

function readCharts(value: string): ChartUse {
  const use = CHART_USES.find(known => known === value);
  if (use) return use;
  throw new Error(`the input charts is none, store or pull, not "${value}"`);
}

const readList = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
