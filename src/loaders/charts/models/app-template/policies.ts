import type { RenderedObject } from '../../../../model/release.ts';
import { get, getMap, getString } from '../../../../yaml/access.ts';
import { mapFrom } from '../../../../yaml/build.ts';
import type { LocatedMap } from '../../../../yaml/located.ts';
import { whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject, selectorLabels } from './metadata.ts';
import { refuseUnknown, single } from './references.ts';

const API = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', group: 'networkpolicies' };

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/networkpolicy/_validate.tpl */
export const networkPolicies = (context: Context): RenderedObject[] =>
  [...itemsOf(context, 'networkpolicies'), ...itemsOf(context, 'networkpolicy')].map(item =>
    whole(itemObject(context, item, API, { spec: spec(context, item) })),
  );

function spec(context: Context, item: Item): LocatedMap {
  const policyTypes = get(item.value, 'policyTypes');
  if (!isTruthy(policyTypes))
    refuse(context, item.key, `networkpolicy \`${item.id}\` has no \`policyTypes\``);
  const rules = getMap(item.value, 'rules');
  const [ingress, egress] = ['ingress', 'egress'].map(direction => {
    const written = get(rules, direction);
    return written && context.tpl(written);
  });
  return mapFrom(item.key.origin, {
    podSelector: podSelector(context, item),
    policyTypes,
    ingress,
    egress,
  });
}

function podSelector(context: Context, item: Item): LocatedMap | undefined {
  const written = getMap(item.value, 'podSelector');
  if (written) return context.tpl(written);
  const controller = getString(item.value, 'controller');
  const only = context.features.autoPolicyTarget ? single(context, 'controllers') : undefined;
  const id = controller?.text ?? only?.id;
  if (controller && !itemsOf(context, 'controllers').some(other => other.id === controller.text)) {
    refuseUnknown(context, 'controllers', controller, 'controller');
  }
  if (id === undefined) {
    refuse(
      context,
      item.key,
      `networkpolicy \`${item.id}\` needs a controller or a \`podSelector\``,
    );
    return undefined;
  }
  const at = (controller ?? item.key).origin;
  return mapFrom(at, { matchLabels: selectorLabels(context, id, at) });
}
