import type { OtherDeployer } from '../../model/cluster/objects/facts.ts';
import type { Unknown } from '../../model/unknown.ts';
import type { Sources } from '../../yaml/sources.ts';

/** Templates of charts, of Jsonnet or of scaffolds that would make Applications. */
export function applicationTemplates(sources: Sources): OtherDeployer[] {
  return sources.tree.files
    .filter(path => /(?:^|\/)templates\/.*\.(?:ya?ml|tpl)$/.test(path))
    .flatMap(path => {
      const file = sources.text(path);
      const match = file && /^[ \t]*kind:[ \t]*Application(?:Set)?\b/m.exec(file.text);
      if (!match) return [];
      const start = match.index + match[0].search(/\S/);
      return [
        {
          at: { file, start, end: match.index + match[0].length },
          reason: 'those that this template makes are not known',
        },
      ];
    });
}

/** What Applications deploy that only a template makes, where there are no others: anything, anywhere. */
export const unseenApplications = (templates: readonly OtherDeployer[]): Unknown[] =>
  templates.map(({ at, reason }) => ({ at, reason, namespaces: () => true }));
