import type { PolicySection } from '../config/infer.ts';
import type { Suggestion } from '../config/suggestion.ts';
import { positionAt, type SourceText } from '../source/text.ts';
import { asMap, get } from '../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';
import { parseYaml } from '../yaml/parse.ts';
import { suggestionText } from './policy-text.ts';

/** Maps whose entries a repository declares one by one, by their place in a policy. */
const OPEN: readonly (readonly string[])[] = [['categories'], ['gateways'], ['storage', 'classes']];

/**
 * A policy with what the repository declares and it does not have: whole sections at its end, and new entries behind
 * the last of `categories`, `gateways` and `storage.classes`. All else stays byte for byte; a section that is there
 * as a comment was left out on purpose.
 *
 * @param sections each with its text, as a new policy would have it
 * @param root the folder that the policy is for
 * @returns the same text where nothing is new, undefined where it is not one block mapping
 */
export function updatedPolicy(
  { path, text }: SourceText,
  sections: readonly { readonly section: PolicySection; readonly text: string }[],
  root: string,
): string | undefined {
  const { documents, problems } = parseYaml({ path, text });
  const [document, ...more] = documents;
  const top = asMap(document?.value);
  const isFlow = text.slice(top?.origin.start ?? 0).startsWith('{');
  if (problems.length > 0 || more.length > 0 || (document?.value && !top) || isFlow)
    return undefined;
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  const inserted = top
    ? sections.flatMap(({ section }) => newEntries(top, section, { text, root }))
    : [];
  const grown = inserted
    .sort((a, b) => b.at - a.at)
    .reduce((now, { at, lines }) => {
      const lead = at > 0 && now[at - 1] !== '\n' ? line : '';
      return now.slice(0, at) + lead + lines.replace(/\n/g, line) + now.slice(at);
    }, text);
  const added = sections.filter(
    ({ section: { key } }) => !top?.entries.has(key) && !new RegExp(`^# ?${key}:`, 'm').test(text),
  );
  if (added.length === 0) return grown;
  const lead = grown === '' || grown.endsWith('\n') ? '' : line;
  return `${grown}${lead}${added
    .map(one => `\n${one.text}`)
    .join('')
    .replace(/\n/g, line)}`;
}

interface Insertion {
  readonly at: number;
  readonly lines: string;
}

/** What a section has more than a map of the policy, behind the map's last entry. */
function newEntries(
  top: LocatedMap,
  { key, value }: PolicySection,
  { text, root }: { readonly text: string; readonly root: string },
): Insertion[] {
  return OPEN.filter(([first]) => first === key).flatMap(path => {
    const here = asMap(get(top, ...path));
    const declared = path.slice(1).reduce<Suggestion | undefined>(stepInto, value);
    const last = here && [...here.entries.values()].at(-1);
    if (!last || declared?.kind !== 'map' || text[here.origin.start] === '{') return [];
    const names = Object.keys(declared.entries).filter(name => !here.entries.has(name));
    if (names.length === 0) return [];
    const { column } = positionAt(last.key.origin.file, last.key.origin.start);
    const indent = ' '.repeat(column - 1);
    const added = Object.fromEntries(
      names.flatMap(name => {
        const entry = declared.entries[name];
        return entry ? [[name, entry]] : [];
      }),
    );
    const end = text.indexOf('\n', endOf(last.value));
    return [
      {
        at: end < 0 ? text.length : end + 1,
        lines: suggestionText(added, root).replace(/^(?=.)/gm, indent),
      },
    ];
  });
}

const stepInto = (part: Suggestion | undefined, key: string): Suggestion | undefined =>
  part?.kind === 'map' ? part.entries[key] : undefined;

/** Where the last characters of a value end. */
function endOf(value: LocatedValue): number {
  const last =
    value.kind === 'map'
      ? [...value.entries.values()].at(-1)?.value
      : value.kind === 'sequence'
        ? value.items.at(-1)
        : undefined;
  const { start, end } = value.origin;
  return last ? Math.max(endOf(last), start) : Math.max(start, end - 1);
}
