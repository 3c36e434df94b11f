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
}

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
  };
}

function readSwitch(get: (name: string) => string, name: string): boolean {
  const value = get(name) || 'true';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Error(`the input ${name} is true or false, not "${value}"`);
}

const readList = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
