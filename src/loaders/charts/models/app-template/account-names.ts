import { get, getMap, getString } from '../../../../yaml/access.ts';
import { scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedScalar } from '../../../../yaml/located.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { objectName } from './names.ts';
import { resolve } from './references.ts';

/** The service account of a pod. https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/pod/fields/_serviceAccountName.tpl */
export function serviceAccountName(context: Context, controller: Item): LocatedScalar | undefined {
  if (context.features.accounts === 'create') return legacyAccount(context, controller);
  const identifier = getString(controller.value, 'serviceAccount', 'identifier');
  if (identifier) return resolve(context, 'serviceAccount', identifier, 'service account')?.name;
  const name = getString(controller.value, 'serviceAccount', 'name');
  if (name) return context.tpl(name);
  return defaultAccount(context, controller);
}

function defaultAccount(context: Context, { key, id }: Item): LocatedScalar | undefined {
  const [only, ...others] = itemsOf(context, 'serviceAccount');
  if (!only) {
    const own = makesDefaultAccount(context) ? context.fullname.toLowerCase() : 'default';
    return scalarFrom(key.origin, own, 'default');
  }
  if (others.length > 0) {
    refuse(context, key, `controller \`${id}\` must say which service account is its own`, {
      help: `give \`serviceAccount.identifier\`: one of ${[only, ...others].map(item => item.id).join(', ')}`,
    });
    return undefined;
  }
  const { accountByObjectName } = context.features;
  const name = accountByObjectName ? objectName(context, 'serviceAccount', only).text : only.id;
  return scalarFrom(only.key.origin, name);
}

/** Since 5.0 a release without accounts gets one of its own. */
export function makesDefaultAccount({ features, values }: Context): boolean {
  const wanted = get(values, 'global', 'createDefaultServiceAccount');
  return (
    features.accounts === 'map-with-default' &&
    !isTruthy(get(values, 'serviceAccount')) &&
    (wanted === undefined || isTruthy(wanted))
  );
}

/** Before 4.0 there is one account, made when asked for, and extra ones. */
function legacyAccount(context: Context, controller: Item): LocatedScalar | undefined {
  const { values, fullname } = context;
  const own = getString(controller.value, 'serviceAccount', 'name');
  if (own) return context.tpl(own);
  const account = getMap(values, 'serviceAccount');
  const name = getString(account, 'name');
  if (name) return name;
  const isMade = isTruthy(get(account, 'create'));
  return scalarFrom(controller.key.origin, isMade ? fullname.toLowerCase() : 'default', 'default');
}
