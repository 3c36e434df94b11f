import type { RenderedObject } from '../../../../model/release.ts';
import { get, getMap, getString } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom } from '../../../../yaml/build.ts';
import { kubernetesObject, whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { makesDefaultAccount } from './account-names.ts';
import type { Context } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject } from './metadata.ts';
import { objectName } from './names.ts';

const HEAD = { apiVersion: 'v1', kind: 'ServiceAccount', group: 'serviceAccount' };

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_serviceAccount.tpl */
export function serviceAccounts(context: Context): RenderedObject[] {
  if (context.features.accounts === 'create') return legacyAccounts(context);
  const items = itemsOf(context, 'serviceAccount');
  if (items.length === 0 && makesDefaultAccount(context)) return [defaultAccount(context)];
  return items.flatMap(item => [
    whole(itemObject(context, item, HEAD, {})),
    ...(isTruthy(get(item.value, 'staticToken')) ? [token(context, item)] : []),
  ]);
}

function defaultAccount(context: Context): RenderedObject {
  const { origin } = context.release.chart;
  const name = scalarFrom(origin, context.fullname.toLowerCase(), 'default');
  return whole(kubernetesObject(origin, { ...HEAD, name, namespace: context.namespace }, {}));
}

/** A static token is a Secret named after the account. */
function token(context: Context, item: Item): RenderedObject {
  const account = objectName(context, 'serviceAccount', item);
  const at = item.key.origin;
  const name = scalarFrom(at, `${account.text}-sa-token`);
  const annotations = mapFrom(at, { 'kubernetes.io/service-account.name': account });
  const head = {
    apiVersion: 'v1',
    kind: 'Secret',
    name,
    namespace: context.namespace,
    annotations,
  };
  return whole(kubernetesObject(at, head, { type: 'kubernetes.io/service-account-token' }));
}

function legacyAccounts(context: Context): RenderedObject[] {
  const account = getMap(context.values, 'serviceAccount');
  if (!account || !isTruthy(get(account, 'create'))) return [];
  const at = account.origin;
  const name = getString(account, 'name') ?? scalarFrom(at, context.fullname.toLowerCase());
  return [whole(kubernetesObject(at, { ...HEAD, name, namespace: context.namespace }, {}))];
}
