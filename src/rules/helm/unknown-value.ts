import { type UnknownValue, unknownValues } from '../../model/cluster/unknown-values.ts';
import { code } from '../../text/code.ts';
import { nearest, slipOf } from '../../text/nearest.ts';
import { renameKey } from '../../yaml/edits.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { countIn, countOption } from '../options.ts';
import { fixOf, type Report, type Rule, see } from '../rule.ts';

/** Nobody misspells so many keys of one release. */
const MANY = 4;

export const unknownValue: Rule = {
  id: 'helm/unknown-value',
  severity: 'warning',
  summary:
    'A key of the values that nothing in the chart knows: its own values, its schema, its templates.',
  rationale:
    'Helm takes any key without a word: what it says is not deployed, and nobody notices until it matters.',
  remedy: 'Correct the key, move it to where the chart reads it, or remove it.',
  reference: 'https://helm.sh/docs/chart_template_guide/values_files/',
  limits:
    'Of charts that are not at hand only the keys of well-known ones are known: all that a version ever read, and by minor release where the version is written out; of `app-template` what the schemas of 3.0 and later allow. What a chart below such a one reads is known by its name, whatever its version.',
  fixable: 'safe',
  options: { many: countOption(MANY, 'More such keys of one release are said at once') },
  check({ cluster, options, report }) {
    const many = countIn(options, 'many', MANY);
    // What a generator takes from a values file is read, though by no chart.
    const parameters = new Set(
      cluster.applicationSets.flatMap(({ generators }) =>
        generators.flatMap(({ type, patterns }) =>
          type === 'git-files' ? patterns.flatMap(({ matches }) => matches ?? []) : [],
        ),
      ),
    );
    const isRead = ({ key, path }: UnknownValue): boolean =>
      path.length === 1 && parameters.has(key.origin.file.path);
    for (const found of unknownValues(cluster.builds)) {
      const [first, ...others] = found.filter(item => !isRead(item));
      if (!first) continue;
      if (others.length < many) {
        for (const item of [first, ...others]) report(reportOf(item));
        continue;
      }
      report({
        at: first.key,
        severity: [first, ...others].every(isHarmless) ? 'info' : undefined,
        message: `the chart \`${first.chart}\` reads no value \`${dotted(first)}\`, and ${others.length} more of these keys it does not read either`,
        doubt: first.doubt,
        help: `Compare the values with those of \`${first.chart}\`: they look like the values of another chart, or of another version.`,
        related: others.map(item => see(item.key, `no value ${code(dotted(item))} either`)),
      });
    }
  },
};

/** A file that a chart takes by its name, such as Grafana's `datasources.yaml`. */
const FILE = /^[^.]+\.(?:ya?ml|json)$/;

const dotted = ({ path }: Pick<UnknownValue, 'path'>): string =>
  path.join('.').replaceAll('.[', '[');

function reportOf(item: UnknownValue): Report {
  const { key, map, known, chart } = item;
  const siblings = [...map.entries.values()];
  const free = known.filter(name => !map.entries.has(name));
  const message = `the chart \`${chart}\` reads no value \`${dotted(item)}\`${when(item)}`;
  const [head = '', ...rest] = key.text.split('.');
  if (known.includes(head) && FILE.test(key.text)) {
    const help = `Write \`${key.text}\` below \`${head}\`.`;
    return { at: key, message, help, doubt: item.doubt };
  }
  if (rest.length > 0 && known.includes(head)) {
    return {
      at: key,
      message: `${message}: Helm does not take a dot in a key for a step`,
      help: `Write \`${rest.join('.')}\` below \`${head}\`.`,
      doubt: item.doubt,
    };
  }
  const slip = slipOf(key.text, free);
  const isUnique =
    slip !== undefined &&
    slipOf(
      key.text,
      free.filter(name => name !== slip),
    ) === undefined;
  // A name that is like another one may be right, and in the wrong place.
  const meant = slip ?? (item.elsewhere.length === 1 ? undefined : nearest(key.text, free));
  return {
    at: key,
    severity: slip === undefined && isHarmless(item) ? 'info' : undefined,
    message,
    doubt: item.doubt,
    help: meant ? `Did you mean \`${meant}\`?` : whereElse(item),
    fix:
      isUnique && item.doubt === undefined
        ? fixOf('safe', `Rename it to ${slip}`, renameKey(key, slip, siblings))
        : undefined,
  };
}

/** Of a value that other versions read: those from one on, or up to another one. */
function when({ since, until }: UnknownValue): string {
  if (until) return ` any more in ${until}`;
  return since ? ` yet in ${since}` : '';
}

/** What says nothing does nothing where it is read, either: it is left over from another version's defaults. */
function isEmpty({ key, map }: UnknownValue): boolean {
  const value = map.entries.get(key.text)?.value;
  if (value?.kind === 'map') return value.entries.size === 0;
  if (value?.kind === 'sequence') return value.items.length === 0;
  return value === undefined || value.value === null || value.text === '';
}

/** What a chart once had a switch for and later always does, or that is switched off and gone, is no loss either. */
function isHarmless(item: UnknownValue): boolean {
  if (isEmpty(item)) return true;
  const value = item.map.entries.get(item.key.text)?.value;
  return (
    item.until !== undefined &&
    (isTrueThroughout(value) || (isSwitchedOff(value) && !isRenamed(item)))
  );
}

/** Whether the chart has a part of nearly the same name that is left as it is: under that one it is on again. */
function isRenamed({ key, known, map }: UnknownValue): boolean {
  const old = key.text.toLowerCase();
  return known.some(name => {
    const other = name.toLowerCase();
    const isAlike = other.length > 4 && (old.includes(other) || other.includes(old));
    return isAlike && !map.entries.has(name);
  });
}

/** Whether all that a part says is that there is none of it. */
const isSwitchedOff = (value: LocatedValue | undefined): boolean =>
  value?.kind === 'map' &&
  value.entries.size === 1 &&
  [...value.entries.values()].every(
    ({ key, value: is }) => key.text === 'enabled' && is.kind === 'scalar' && is.value === false,
  );

const isTrueThroughout = (value: LocatedValue | undefined): boolean =>
  value?.kind === 'scalar'
    ? value.value === true
    : value?.kind === 'map' &&
      [...value.entries.values()].every(item => isTrueThroughout(item.value));

function whereElse({ elsewhere }: UnknownValue): string {
  const [only, ...others] = elsewhere;
  return only && others.length === 0
    ? `The chart has \`${dotted({ path: only })}\`: move it there if that is meant, or remove it.`
    : 'Move it to where the chart reads it, or remove it.';
}
