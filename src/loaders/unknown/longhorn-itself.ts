import type { Unknown } from '../../model/unknown.ts';
import { getString, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';

/**
 * The storage classes that Longhorn's manager makes of what its manifests hold as text, wherever they lie.
 *
 * @see https://github.com/longhorn/longhorn/blob/v1.10.1/deploy/longhorn.yaml (longhorn-storageclass)
 */
export const longhornItself = (documents: readonly ClassifiedDocument[]): Unknown[] =>
  documents.flatMap(({ document: { value } }) => {
    const text = getString(value, 'data', 'storageclass.yaml');
    if (textAt(value, 'kind') !== 'ConfigMap' || !text) return [];
    const [, own = ''] = /^ *name: *(\S+)/m.exec(text.value) ?? [];
    return [
      {
        at: text.origin,
        reason: 'Longhorn makes it',
        kinds: new Set(['StorageClass']),
        mayName: name => name === own || name === 'longhorn-static',
        strict: true,
      },
    ];
  });
