import { carries, type Unknown } from '../../model/unknown.ts';
import { basename } from '../../source/tree.ts';
import { getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';

/** What charts make under names that are not theirs. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = { coredns: ['kube-dns'] };

const KINDS: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Deployment', 'DaemonSet', 'PersistentVolumeClaim', 'Secret', 'Service'],
  ...['ServiceAccount', 'StatefulSet'],
]);

/**
 * Releases that somebody installs with helmfile: what of their namespaces bears the name of one may be theirs.
 *
 * @see https://helmfile.readthedocs.io/en/latest/#configuration
 */
export const helmfileReleases = (documents: readonly ClassifiedDocument[]): Unknown[] =>
  documents.flatMap(({ document: { value, file } }) =>
    isHelmfile(file.path)
      ? itemsAt(value, 'releases').flatMap((release): Unknown[] => {
          const name = getString(release, 'name');
          if (!name) return [];
          const chart = basename(textAt(release, 'chart') ?? '');
          return [
            {
              at: name.origin,
              reason: `helmfile may install ${name.text}`,
              kinds: KINDS,
              namespaces: new Set([textAt(release, 'namespace') ?? 'default']),
              mayName: sought =>
                carries(sought, [name.text, chart]) ||
                OTHER_NAMES[chart]?.includes(sought) === true,
              strict: true,
            },
          ];
        })
      : [],
  );

const isHelmfile = (path: string): boolean =>
  /^helmfile.*\.ya?ml$/.test(basename(path)) || /(?:^|\/)helmfile\.d\//.test(path);
