import { booleanAt, get, getString } from '../../../../yaml/access.ts';
import { scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedScalar } from '../../../../yaml/located.ts';
import { isTruthy } from '../../shared/truth.ts';
import type { Context } from './context.ts';
import { type Item, itemsOf } from './items.ts';

/**
 * Groups that 3.x and 2.x suffix although there is only one.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/blob/common-3.6.0/charts/library/common/templates/lib/common/_valuesToObject.tpl
 */
const ALWAYS_SUFFIXED = new Set([
  'configMaps',
  'persistence',
  'rawResources',
  'rbac.bindings',
  'rbac.roles',
  'secrets',
]);

/**
 * Groups in which 2.x leaves the item called `main` bare.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/blob/common-2.6.0/charts/library/common/templates/lib/ingress/_valuesToObject.tpl
 */
const WITH_MAIN = new Set(['ingress', 'serviceMonitor']);

/** Groups in which 3.x and 2.x leave the item called primary bare. */
const WITH_PRIMARY = new Set(['service', 'route', 'ingress', 'serviceMonitor']);

/**
 * An object's name. It depends on how many items its group has: a second one renames the first.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/common/_determineResourceNameFromValues.tpl
 */
export function objectName(context: Context, group: string, item: Item): LocatedScalar {
  const rename = templated(context, item, 'forceRename');
  if (rename) return lowered(rename, rename.text);
  return context.features.naming === '4'
    ? modernName(context, group, item)
    : legacyName(context, group, item);
}

const templated = (context: Context, item: Item, key: string): LocatedScalar | undefined => {
  const written = getString(item.value, key);
  return written && context.tpl(written);
};

function modernName(context: Context, group: string, item: Item): LocatedScalar {
  const { fullname } = context;
  const prefix = templated(context, item, 'prefix');
  const suffix = templated(context, item, 'suffix');
  let name = prefix && prefix.text !== fullname ? `${prefix.text}-${fullname}` : fullname;
  const always = isTruthy(get(context.values, 'global', 'alwaysAppendIdentifierToResourceName'));
  if ((always || counted(context, group).length > 1) && !endsWith(name, item.id))
    name += `-${item.id}`;
  if (suffix && !name.endsWith(`-${suffix.text}`)) name += `-${suffix.text}`;
  return lowered(prefix ?? suffix ?? item.key, name);
}

const endsWith = (name: string, id: string): boolean => name === id || name.endsWith(`-${id}`);

/** Of persistence only the items that make a claim count. */
export const counted = (context: Context, group: string): Item[] =>
  itemsOf(context, ...group.split('.')).filter(item => group !== 'persistence' || makesClaim(item));

/** Whether a persistence item makes a PersistentVolumeClaim. */
export const makesClaim = ({ value }: Item): boolean =>
  (getString(value, 'type')?.value ?? 'persistentVolumeClaim') === 'persistentVolumeClaim' &&
  !isTruthy(get(value, 'existingClaim'));

function legacyName(context: Context, group: string, item: Item): LocatedScalar {
  const { fullname } = context;
  const override = getString(item.value, 'nameOverride');
  if (override?.text === '-') return lowered(override, fullname);
  const suffix = override ?? (isBare(context, group, item) ? undefined : item.key);
  return lowered(suffix ?? item.key, suffix ? `${fullname}-${suffix.text}` : fullname);
}

function isBare(context: Context, group: string, item: Item): boolean {
  const { fullname, features } = context;
  if (ALWAYS_SUFFIXED.has(group)) return features.naming === '3' && item.id === fullname;
  const all = counted(context, group);
  if (!WITH_PRIMARY.has(group)) return all.length <= 1;
  if (features.naming === '2' && WITH_MAIN.has(group)) return item.id === 'main';
  if (features.naming === '3' && all.length <= 1) return true;
  const isPrimary = booleanAt(item.value, 'primary') === true;
  const [first] = all;
  const noPrimary = !all.some(({ value }) => booleanAt(value, 'primary') === true);
  return (
    isPrimary ||
    (group === 'route' && features.naming === '2' && noPrimary && first?.id === item.id)
  );
}

const lowered = (from: LocatedScalar, name: string): LocatedScalar =>
  scalarFrom(from.origin, name.toLowerCase());
