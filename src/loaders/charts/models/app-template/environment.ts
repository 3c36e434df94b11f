import { asMap, get, getScalar, getString, isNull, itemsAt } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import {
  type LocatedMap,
  type LocatedScalar,
  type LocatedSequence,
  type LocatedValue,
  madeFrom,
} from '../../../../yaml/located.ts';
import { pick } from '../../shared/maps.ts';
import { goText, isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { type Item, sortedEntries } from './items.ts';
import { lookUp, resolve } from './references.ts';

const BARE_SOURCES = ['secretKeyRef', 'configMapKeyRef', 'fieldRef', 'resourceFieldRef'] as const;

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/container/fields/_env.tpl */
export function envOf(context: Context, { value }: Item): LocatedSequence | undefined {
  const written = get(value, 'env');
  if (!isTruthy(written) || !written) return undefined;
  if (written.kind === 'sequence') {
    return sequenceFrom(
      written.origin,
      written.items.flatMap(item => listed(context, item)),
    );
  }
  const variables = sortedEntries(asMap(written)).map(({ key, value: content }) =>
    variable(context, scalarFrom(key.origin, key.text), content),
  );
  return sequenceFrom(written.origin, variables);
}

function listed(context: Context, item: LocatedValue): LocatedMap[] {
  const map = asMap(item);
  const name = getScalar(map, 'name');
  if (map && name) return [variable(context, name, map)];
  // A map of one entry is a variable too.
  return sortedEntries(map).map(({ key, value }) =>
    variable(context, scalarFrom(key.origin, key.text), value),
  );
}

function variable(context: Context, name: LocatedScalar, content: LocatedValue): LocatedMap {
  if (content.kind === 'scalar')
    return mapFrom(name.origin, { name, value: asText(context, content) });
  const valueFrom = get(content, 'valueFrom');
  const value = getScalar(content, 'value');
  const bare = BARE_SOURCES.find(source => get(content, source) !== undefined);
  return mapFrom(name.origin, {
    name,
    value: value && asText(context, value),
    valueFrom: valueFrom
      ? context.tpl(valueFrom)
      : bare && content.kind === 'map'
        ? pick(content, [bare])
        : undefined,
  });
}

/** Environment values are strings, whatever they were in the values. */
function asText(context: Context, scalar: LocatedScalar): LocatedScalar | undefined {
  if (isNull(scalar)) return undefined;
  if (typeof scalar.value === 'string') return context.tpl(scalar);
  const text = goText(scalar);
  // A number or boolean may read otherwise than it is written: `022` is 18.
  const origin = text === scalar.text ? scalar.origin : madeFrom(scalar.origin, 'derived');
  return { ...scalar, value: text, text, quoted: true, origin };
}

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/container/fields/_envFrom.tpl */
export function envFromOf(context: Context, { value }: Item): LocatedSequence | undefined {
  const written = get(value, 'envFrom');
  const items = itemsAt(written);
  if (!written || items.length === 0) return undefined;
  return sequenceFrom(
    written.origin,
    items.flatMap(item => sources(context, item)),
  );
}

const SOURCES = [
  { short: 'secret', long: 'secretRef', group: 'secrets', what: 'secret' },
  { short: 'configMap', long: 'configMapRef', group: 'configMaps', what: '`configMap`' },
] as const;

function sources(context: Context, item: LocatedValue): LocatedMap[] {
  return SOURCES.flatMap(({ short, long, group, what }) => {
    const brief = getString(item, short);
    const reference = asMap(get(item, long));
    if (!brief && !reference) return [];
    const name = brief
      ? (lookUp(context, group, brief)?.name ?? context.tpl(brief))
      : reference && referenced(context, reference, group, what);
    const optional = context.features.envFromOptional ? get(reference, 'optional') : undefined;
    const at = (brief ?? reference ?? item).origin;
    return [mapFrom(at, { prefix: get(item, 'prefix'), [long]: mapFrom(at, { name, optional }) })];
  });
}

function referenced(
  context: Context,
  reference: LocatedMap,
  group: string,
  what: string,
): LocatedScalar | undefined {
  const identifier = getString(reference, 'identifier');
  if (identifier) return resolve(context, group, identifier, what)?.name;
  const name = getString(reference, 'name');
  if (!name) refuse(context, reference, `\`envFrom\` needs the name or identifier of a ${what}`);
  return name && context.tpl(name);
}
