import type { UncheckedTalosFile } from '../../model/talos.ts';
import { textAt } from '../../yaml/access.ts';
import type { SourceDocument } from '../../yaml/parse.ts';
import type { Sources } from '../../yaml/sources.ts';

const TEMPLATE = /(^|\/)talos\/.*\.(?:ya?ml|patch)\.(?:tpl|tftpl|tmpl|j2|gotmpl)$/;

/** An Omni cluster template's sections: they hold patches, but are none. */
const OMNI: ReadonlySet<string> = new Set(['Cluster', 'ControlPlane', 'Workers', 'Machine']);

/** Talos files that say nothing before a tool has rendered or read them: counted, never parsed. */
export function uncheckedFiles(
  sources: Sources,
  documents: readonly SourceDocument[],
): UncheckedTalosFile[] {
  const templates = sources.tree.files
    .filter(path => TEMPLATE.test(path) || /\.ya?ml\.tftpl$/.test(path))
    .map(path => ({ path, reason: 'a template, which is not YAML before it is rendered' }));
  const omni = documents
    .filter(
      ({ value }) =>
        OMNI.has(textAt(value, 'kind') ?? '') && textAt(value, 'apiVersion') === undefined,
    )
    .map(({ file }) => ({ path: file.path, reason: 'a section of an Omni cluster template' }));
  return [...templates, ...omni];
}
