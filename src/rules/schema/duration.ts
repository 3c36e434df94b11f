import { isGoDuration } from '../../helm/go-duration.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import { DURATIONS } from '../../model/schema/durations.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { asMap, asSequence } from '../../yaml/access.ts';
import { type LocatedScalar, type LocatedValue, oncePerPlace } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const duration: Rule = {
  id: 'schema/duration',
  severity: 'error',
  summary: 'A duration of a custom resource that its controller cannot read, such as `30d`.',
  rationale:
    "Go's durations have hours, minutes and seconds, and no days. The API takes the field as a text, or refuses it by a pattern; a webhook refuses the object, or the controller can't read it, and with it none of its kind.",
  remedy: 'Write hours: `720h` for 30 days.',
  reference: 'https://pkg.go.dev/time#ParseDuration',
  check({ cluster, report }) {
    const found = DURATIONS.flatMap(({ group, kind, paths }) =>
      cluster.resources.ofKind(kind, group).flatMap(resource =>
        paths
          .flatMap(path => scalarsAt(resource.value, path))
          .filter(({ text }) => isWrong(text))
          .map(at => ({ at, resource })),
      ),
    );
    for (const { at, resource } of oncePerPlace(found, item => item.at.origin))
      report({
        at,
        message: `${code(at.text)} is not a duration that the controller of ${describe(resource)} can read`,
        help: inHours(at.text) ?? 'Write a number with each unit: `h`, `m`, `s`.',
      });
  },
};

const isWrong = (text: string): boolean =>
  text !== '' && !isPlaceholder(text) && !isGoDuration(text);

function scalarsAt(value: LocatedValue | undefined, path: readonly string[]): LocatedScalar[] {
  const [first, ...rest] = path;
  if (first === undefined) return value?.kind === 'scalar' && value.value !== null ? [value] : [];
  if (first === '*') return (asSequence(value)?.items ?? []).flatMap(item => scalarsAt(item, rest));
  return scalarsAt(asMap(value)?.entries.get(first)?.value, rest);
}

const HOURS: Readonly<Record<string, number>> = { d: 24, w: 168, y: 8760 };

/** What days, weeks or years are in hours. */
function inHours(text: string): string | undefined {
  const [, count, unit = ''] = /^(\d+)([dwy])$/.exec(text) ?? [];
  const hours = HOURS[unit];
  return count && hours ? `Write \`${Number(count) * hours}h\`.` : undefined;
}
