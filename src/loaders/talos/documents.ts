import { dirname } from '../../source/tree.ts';
import { get, getEntry, getMap, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import type { SourceDocument } from '../../yaml/parse.ts';
import { documentKind } from './shapes.ts';

const TALOS_FOLDER = /(^|\/)talos\/(.*\/)?(patches|nodes?|machine-?configs?)(\/|$)/;
const ROOT_KEYS: ReadonlySet<string> = new Set(['machine', 'cluster', 'debug', 'persist']);

/**
 * The documents of Talos' configuration. Besides what shows itself to be one, what lies among them and
 * is meant as one: a machine configuration with an unknown key, a document without its apiVersion.
 *
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/configloader/internal/decoder/decoder.go
 */
export function talosDocuments(documents: readonly ClassifiedDocument[]): SourceDocument[] {
  const folders = new Set(
    documents
      .filter(({ type }) => type === 'talos-config')
      .map(({ document }) => dirname(document.file.path)),
  );
  const isAmong = (path: string) => folders.has(dirname(path)) || TALOS_FOLDER.test(dirname(path));
  return documents.flatMap(({ document, type }) => {
    if (type === 'talos-json-patch') return [document];
    if (type === 'talos-config') return isForTalos(document, isAmong) ? [document] : [];
    const isMeant = (type === 'other' || type === 'manifest') && isAmong(document.file.path);
    const isInFolder = TALOS_FOLDER.test(dirname(document.file.path));
    return isMeant && isTalosLike(document.value, isInFolder) ? [document] : [];
  });
}

/** An unknown kind of `v1alpha1` may be somebody else's, unless it lies among Talos' own. */
function isForTalos({ value, file }: SourceDocument, isAmong: (path: string) => boolean): boolean {
  const kind = textAt(value, 'kind');
  return kind === undefined || documentKind(kind) !== undefined || isAmong(file.path);
}

function isTalosLike(value: SourceDocument['value'], isInFolder: boolean): boolean {
  if (value?.kind !== 'map' || getMap(value, 'sops')) return false;
  const kind = textAt(value, 'kind');
  if (getMap(value, 'metadata'))
    return textAt(value, 'apiVersion') === 'v1alpha1' && documentKind(kind ?? '') !== undefined;
  if (kind !== undefined) return documentKind(kind) !== undefined;
  if (textAt(value, 'apiVersion') === 'v1alpha1') return true;
  const roots = [...value.entries.keys()].filter(key => ROOT_KEYS.has(key));
  const isFilled = roots.some(key => getEntry(value, key)?.value.kind === 'map');
  return isFilled && (isInFolder || isOnlyConfig(value));
}

/** Helm values may have a root `cluster` too; what only Talos has tells. */
const isOnlyConfig = (value: LocatedMap): boolean =>
  value.entries.has('machine') ||
  value.entries.has('$patch') ||
  ['apiServer', 'controlPlane', 'etcd', 'proxy'].some(key => get(value, 'cluster', key));
