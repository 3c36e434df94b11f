/** Longer ones are no selectors that the API would take in a URL, and slow to take apart. */
const MAX_LENGTH = 8_000;

/** Whether a set of labels is selected. */
export type LabelMatch = (labels: ReadonlyMap<string, string>) => boolean;

/**
 * Parses a label selector: `a=b`, `a==b`, `a!=b`, `a in (b, c)`, `a notin (b)`, `a`, `!a`, `a>1`.
 *
 * @returns undefined where Kubernetes would refuse it
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function parseLabelSelector(selector: string): LabelMatch | undefined {
  if (selector.trim() === '') return () => true;
  if (selector.length > MAX_LENGTH) return undefined;
  const terms = selector.match(/[^,(]+(?:\([^)]*\)[^,]*)?|,/g)?.filter(term => term !== ',') ?? [];
  const matches: LabelMatch[] = [];
  for (const term of terms) {
    const match = parseTerm(term.trim());
    if (!match) return undefined;
    matches.push(match);
  }
  return labels => matches.every(match => match(labels));
}

const KEY = '([A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?)';
const SET = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^)]*)\\)$`);
const COMPARE = new RegExp(`^${KEY}\\s*(==?|!=|>|<)\\s*([-A-Za-z0-9_.]*)$`);
const EXISTS = new RegExp(`^(!?)\\s*${KEY}$`);

function parseTerm(term: string): LabelMatch | undefined {
  const [, setKey = '', set, list = ''] = SET.exec(term) ?? [];
  if (set !== undefined) {
    const values = new Set(list.split(',').map(value => value.trim()));
    return labels => {
      const value = labels.get(setKey);
      return (value !== undefined && values.has(value)) === (set === 'in');
    };
  }
  const [, key = '', operator, wanted = ''] = COMPARE.exec(term) ?? [];
  if (operator !== undefined) return labels => compare(labels.get(key), operator, wanted);
  const [, not, existing = ''] = EXISTS.exec(term) ?? [];
  return not === undefined ? undefined : labels => labels.has(existing) !== (not === '!');
}

function compare(value: string | undefined, operator: string, wanted: string): boolean {
  if (operator === '!=') return value !== wanted;
  if (value === undefined) return false;
  if (operator === '>') return Number(value) > Number(wanted);
  if (operator === '<') return Number(value) < Number(wanted);
  return value === wanted;
}
