import type { RenderedObject } from '../../../../model/release.ts';
import { get, getMap } from '../../../../yaml/access.ts';
import { whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { itemsOf } from './items.ts';
import { itemObject } from './metadata.ts';

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_configmap.tpl */
export const configMaps = (context: Context): RenderedObject[] =>
  itemsOf(context, 'configMaps').map(item => {
    const data = getMap(item.value, 'data');
    const binaryData = getMap(item.value, 'binaryData');
    if (!isTruthy(data) && !isTruthy(binaryData))
      refuse(context, item.key, `\`configMap\` \`${item.id}\` has no data`);
    const head = { apiVersion: 'v1', kind: 'ConfigMap', group: 'configMaps' };
    return whole(itemObject(context, item, head, { data: data && context.tpl(data), binaryData }));
  });

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_secret.tpl */
export const secrets = (context: Context): RenderedObject[] =>
  itemsOf(context, 'secrets').map(item => {
    const stringData = getMap(item.value, 'stringData');
    const head = { apiVersion: 'v1', kind: 'Secret', group: 'secrets' };
    const parts = {
      type: get(item.value, 'type'),
      stringData: stringData && context.tpl(stringData),
    };
    return whole(itemObject(context, item, head, parts));
  });
