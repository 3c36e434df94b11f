import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getString, itemsAt } from '../../../yaml/access.ts';
import { scalarFrom } from '../../../yaml/build.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { renderingOf } from '../shared/completeness.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { scopeOf } from '../shared/scope.ts';
import { storageClass } from '../shared/storage-classes.ts';

/** https://github.com/sergelogvinov/proxmox-csi-plugin/tree/main/charts/proxmox-csi-plugin */
export const proxmoxCsiPlugin: ChartModel = { charts: ['proxmox-csi-plugin'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  return renderingOf(scope, {
    objects: itemsAt(scope.values, 'storageClass').flatMap(classOf),
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}

/** An item's `storage` is a pool of Proxmox, not a size. */
function classOf(item: LocatedValue): RenderedObject[] {
  const name = getString(item, 'name');
  if (!name) return [];
  const at = item.origin;
  const made = storageClass({
    name,
    at,
    isDefault: get(item, 'default'),
    provisioner: 'csi.proxmox.sinextra.dev',
    fields: {
      reclaimPolicy: get(item, 'reclaimPolicy') ?? scalarFrom(at, 'Delete', 'default'),
      volumeBindingMode:
        get(item, 'volumeBindingMode') ?? scalarFrom(at, 'WaitForFirstConsumer', 'default'),
      allowVolumeExpansion: true,
    },
  });
  return [{ ...made, partial: true }];
}
