import { booleanAt, getMap, getScalar, itemsAt } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedSequence } from '../../../../yaml/located.ts';
import { claimSpec } from './claims.ts';
import type { Context } from './context.ts';
import type { Item } from './items.ts';

/** `statefulset.volumeClaimTemplates`; a disabled one is still there, only not mounted. */
export function claimTemplates(context: Context, controller: Item): LocatedSequence | undefined {
  const templates = templatesOf(controller).map(({ template, name }) => {
    const labels = getMap(template, 'labels');
    const annotations = getMap(template, 'annotations');
    return mapFrom(template.origin, {
      metadata: mapFrom(template.origin, { name, labels, annotations }),
      spec: claimSpec(context, template, name),
    });
  });
  return templates.length > 0 ? sequenceFrom(controller.key.origin, templates) : undefined;
}

interface ClaimTemplate {
  readonly template: LocatedMap;
  readonly name: LocatedScalar;
}

const templatesOf = ({ value }: Item): ClaimTemplate[] =>
  itemsAt(value, 'statefulset', 'volumeClaimTemplates').flatMap(item => {
    const name = getScalar(item, 'name');
    return item.kind === 'map' && name ? [{ template: item, name }] : [];
  });

/** The claim templates that are mounted, with the path they are mounted at by default. */
export const templateMounts = (
  controller: Item,
): readonly (ClaimTemplate & { path: LocatedScalar })[] =>
  templatesOf(controller)
    .filter(({ template }) => booleanAt(template, 'enabled') !== false)
    .map(({ template, name }) => ({
      template,
      name,
      path: scalarFrom(name.origin, `/${name.text}`, 'default'),
    }));
