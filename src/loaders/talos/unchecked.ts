import type { UncheckedTalosFile } from '../../model/talos.ts';
import type { SourceText } from '../../source/text.ts';
import type { Sources } from '../../yaml/sources.ts';
import { parseTemplate, TEMPLATE_FILE } from './inputs/template.ts';

const TEMPLATE = /(^|\/)talos\/.*\.(?:ya?ml|patch)\.(?:tpl|tftpl|tmpl|j2|gotmpl)$/;

/** Talos files that say nothing before a tool has rendered or read them: counted, never parsed. */
export function uncheckedFiles(sources: Sources): UncheckedTalosFile[] {
  const templates = sources.tree.files
    .filter(
      path => TEMPLATE.test(path) || (/\.ya?ml\.tftpl$/.test(path) && isOfTalos(sources, path)),
    )
    .filter(path => !TEMPLATE_FILE.test(path) || isUnread(sources.text(path)))
    .map(path => ({ path, reason: 'a template, which is not YAML before it is rendered' }));
  return templates;
}

/** Terraform fills in templates of everything, of cloud-init most of all. */
const isOfTalos = (sources: Sources, path: string): boolean =>
  /^(?:machine|cluster):|^apiVersion: v1alpha1\b/m.test(sources.text(path)?.text ?? '');

/** Whether a template has more than values to fill in. */
const isUnread = (file: SourceText | undefined): boolean =>
  file === undefined || parseTemplate(file) === undefined;
