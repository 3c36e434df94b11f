import { carries, type Unknown } from '../../model/unknown.ts';
import type { Place } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import { getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { ClassifiedDocument } from '../../yaml/classify.ts';
import type { Sources } from '../../yaml/sources.ts';

/** What charts make under names that are not theirs. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = { coredns: ['kube-dns'] };

const KINDS: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Deployment', 'DaemonSet', 'PersistentVolumeClaim', 'Secret', 'Service'],
  ...['ServiceAccount', 'StatefulSet'],
]);

interface Release {
  readonly at: Place;
  readonly name: string;
  readonly chart: string;
  readonly namespace: string | undefined;
}

/**
 * Releases that somebody installs with helmfile: what of their namespaces bears the name of one may be theirs, and
 * anything there may be of a chart of the repository.
 *
 * @see https://helmfile.readthedocs.io/en/latest/#configuration
 */
export const helmfileReleases = (
  sources: Sources,
  documents: readonly ClassifiedDocument[],
): Unknown[] =>
  [
    ...documents.flatMap(written),
    ...sources.tree.files.filter(isTemplate).flatMap(path => templated(sources, path)),
  ].map(({ at, name, chart, namespace = 'default' }): Unknown => {
    const reason = `helmfile may install ${name}`;
    const namespaces = new Set([namespace]);
    if (chart.startsWith('.')) return { at, reason, namespaces };
    const own = basename(chart);
    const mayName = (sought: string) =>
      carries(sought, [name, own]) || OTHER_NAMES[own]?.includes(sought) === true;
    return { at, reason, kinds: KINDS, namespaces, mayName, strict: true };
  });

function written({ document: { value, file } }: ClassifiedDocument): Release[] {
  if (!/\.ya?ml$/.test(file.path) || !isHelmfile(file.path)) return [];
  return itemsAt(value, 'releases').flatMap(release => {
    const name = getString(release, 'name');
    const [chart = '', namespace] = [textAt(release, 'chart'), textAt(release, 'namespace')];
    return name ? [{ at: name.origin, name: name.text, chart, namespace }] : [];
  });
}

const isHelmfile = (path: string): boolean =>
  /^helmfile.*\.ya?ml(?:\.gotmpl)?$/.test(basename(path)) || /(?:^|\/)helmfile\.d\//.test(path);

const isTemplate = (path: string): boolean => path.endsWith('.gotmpl') && isHelmfile(path);

/** An item of a list with a name, and the lines that belong to it. */
const ITEM = /^( *)- name: *(\S+) *\r?\n((?:\1 {2}.*(?:\r?\n|$))+)/gm;

/** What a template says of releases outside of its actions. */
function templated(sources: Sources, path: string): Release[] {
  const file = sources.text(path);
  if (!file) return [];
  return [...file.text.matchAll(ITEM)].flatMap(match => {
    const [, , name = '', more = ''] = match;
    const field = (key: string) => new RegExp(`^ *${key}: *(\\S+)`, 'm').exec(more)?.[1];
    const chart = field('chart');
    const at = { file, start: match.index, end: match.index + match[0].indexOf('\n') };
    return chart === undefined ? [] : [{ at, name, chart, namespace: field('namespace') }];
  });
}
