import type { Place } from '../../../source/text.ts';
import { code } from '../../../text/code.ts';
import { nearest } from '../../../text/nearest.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import type { DnsArgument } from './controllers.ts';
import { FLAG_RELEASES, FLAGS, type FlagType } from './flag-table.ts';

interface Flag {
  readonly type: FlagType;
  readonly since: number;
  readonly until: number;
}

const TABLE: ReadonlyMap<string, Flag> = new Map(
  (Object.entries(FLAGS) as [FlagType, string][]).flatMap(([type, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map(written => {
        const [name = '', range = '-'] = written.split('@');
        const [since, until] = range.split('-');
        const flag: Flag = {
          type,
          since: since ? Number(since) : 0,
          until: until ? Number(until) : Number.POSITIVE_INFINITY,
        };
        return [name, flag] as const;
      }),
  ),
);

/** Every program that is parsed by kingpin has these. */
const BUILT_IN: ReadonlySet<string> = new Set(['help', 'version', 'help-long', 'help-man']);

/** A flag that external-dns refuses to start with. */
export interface FlagFlaw {
  readonly at: Place;
  readonly message: string;
  readonly help: string | undefined;
  /** The argument that this one repeats or contradicts. */
  readonly earlier?: Place;
}

/**
 * The arguments that external-dns refuses, in a version where that is known: flags that it doesn't have,
 * switches with a value, what may be given once and is given twice.
 *
 * @param minor N of the version 0.N
 * @see https://github.com/alecthomas/kingpin/blob/v2.4.0/parser.go
 */
export function flagFlaws(args: readonly DnsArgument[], minor: number | undefined): FlagFlaw[] {
  return args.flatMap((arg, index): FlagFlaw[] => {
    const { name, value, at, valueAt } = arg;
    if (BUILT_IN.has(name) || isPlaceholder(name)) return [];
    const flag = flagOf(name);
    const unknown = unknownFlag(arg, flag, minor);
    if (unknown) return [unknown];
    if (!flag || flag.type === 'repeated') return [];
    const earlier = args.slice(0, index).find(other => plain(other.name) === plain(name));
    if (earlier) {
      const isSame = earlier.name === name;
      return [
        {
          at,
          message: isSame
            ? `\`--${name}\` is given twice`
            : `\`--${name}\` contradicts \`--${earlier.name}\``,
          help: 'Remove one of them: external-dns does not start with both.',
          earlier: earlier.at,
        },
      ];
    }
    if (flag.type !== 'boolean' || value === '') return [];
    const isOff = ['false', 'no', '0'].includes(value.toLowerCase());
    return [
      {
        at: valueAt,
        message: `\`--${name}\` takes no value: external-dns stops at an unexpected \`${value}\``,
        help: `Write ${code(`--${isOff ? 'no-' : ''}${name}`)}.`,
      },
    ];
  });
}

/** Any switch can be turned off by the same word with `no-` in front. */
const plain = (name: string): string => (TABLE.has(name) ? name : name.replace(/^no-/, ''));

function flagOf(name: string): Flag | undefined {
  const own = TABLE.get(name);
  if (own || !name.startsWith('no-')) return own;
  const positive = TABLE.get(name.slice(3));
  return positive?.type === 'boolean' ? positive : undefined;
}

function unknownFlag(
  { name, at }: DnsArgument,
  flag: Flag | undefined,
  minor: number | undefined,
): FlagFlaw | undefined {
  const { first, last } = FLAG_RELEASES;
  if (minor !== undefined && (minor < first || minor > last)) return undefined;
  if (flag && (minor === undefined || (flag.since <= minor && minor <= flag.until)))
    return undefined;
  const version = minor === undefined ? '' : ` 0.${minor}`;
  const start = `external-dns${version} has no flag \`--${name}\`, and does not start with it`;
  if (flag) {
    const range = flag.since > (minor ?? 0) ? `from 0.${flag.since} on` : `up to 0.${flag.until}`;
    return { at, message: start, help: `There is one ${range}.` };
  }
  const meant = nearest(name, TABLE.keys());
  return { at, message: start, help: meant && `Did you mean \`--${meant}\`?` };
}
