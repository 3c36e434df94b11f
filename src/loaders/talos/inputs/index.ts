import { classify } from '../../../yaml/classify.ts';
import type { SourceDocument } from '../../../yaml/parse.ts';
import type { Sources } from '../../../yaml/sources.ts';
import type { TalosInput } from './input.ts';
import { isOmniSection, omniInput } from './omni.ts';
import { talhelperInput } from './talhelper.ts';
import { parseTemplate, TEMPLATE_FILE } from './template.ts';

/** What talhelper configurations and Omni cluster templates say of their machines. */
export function talosInputs(
  sources: Sources,
  documents: readonly SourceDocument[],
): readonly TalosInput[] {
  const sections = new Map<string, SourceDocument[]>();
  for (const document of documents) {
    if (!isOmniSection(document)) continue;
    const { path } = document.file;
    sections.set(path, [...(sections.get(path) ?? []), document]);
  }
  return withoutAlternatives([
    ...documents.flatMap(document => talhelperInput(sources, document) ?? []),
    ...[...sections.values()].flatMap(file => omniInput(sources, file) ?? []),
  ]);
}

/**
 * A second file for machines that another one has already describes them as they were, or will be: one
 * description of a machine is applied. The files it reads stay its business.
 */
function withoutAlternatives(inputs: readonly TalosInput[]): readonly TalosInput[] {
  const machines = new Set<string>();
  return inputs.map(input => {
    const names = [...input.roles.keys()];
    const isTaken = names.some(name => machines.has(name));
    for (const name of names) machines.add(name);
    return isTaken ? { ...input, patches: [], roles: new Map() } : input;
  });
}

/** Machine configurations that OpenTofu or topf fill in, as far as they are plain. */
export const templates = (sources: Sources): SourceDocument[] =>
  sources.tree.files
    .filter(path => TEMPLATE_FILE.test(path))
    .flatMap(path => {
      const file = sources.text(path);
      const documents = (file && parseTemplate(file)?.documents) ?? [];
      return documents.filter(document => classify(document) === 'talos-config');
    });
