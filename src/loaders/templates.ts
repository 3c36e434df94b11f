import type { AppBuild } from '../model/app-build.ts';
import type { SourceText } from '../source/text.ts';
import { dirname } from '../source/tree.ts';
import type { Sources } from '../yaml/sources.ts';

/** What only a templating language writes at the start of a line: Go's and Jinja's control tags. */
const CONTROL =
  /^[ \t]*(?:\{\{-?[ \t]*(?:if|range|with|define|block|template|include|end|\$\w+[ \t]*:?=|\/\*)|\{%)/m;

/**
 * A line that another program fills in as a whole, as Terraform does with a key of several lines.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions/templatefile
 */
const FILLED_LINE = /^[ \t]*\$\{\w+\}[ \t]*$/m;

/** A whole value, or its start, that another program fills in: to YAML a map within a map. */
const UNQUOTED_VALUE = /^[ \t]*(?:- )*(?:[\w./"'-]+:[ \t]+|- )\{\{/m;

/** Here such a value is a mistake: Argo CD takes the braces from within quotes. */
const TAKES_BRACES = /^kind:[ \t]*["']?ApplicationSet\b/m;

/**
 * Whether the tags of a set are meant for itself: it takes those within values only. Another tool that reads them first
 * would take the ones within values, too, which are then written so that it leaves them.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/#template-patch
 */
const isOfSet = (text: string): boolean =>
  TAKES_BRACES.test(text) &&
  /^[ \t]+goTemplate:[ \t]*true\b/m.test(text) &&
  !/\{%|\{\{-?[ \t]*["'`]|\.(?:Values|Release)\b/.test(text);

/** Whether some tool makes YAML of a file before anybody reads it: as it is, it isn't YAML. */
export function isTemplateFile(sources: Sources, path: string): boolean {
  const { broken, problems } = sources.parse(path);
  const text = broken || problems.length > 0 ? (sources.text(path)?.text ?? '') : '';
  return (
    (broken && (CONTROL.test(text) || FILLED_LINE.test(text)) && !isOfSet(text)) ||
    (UNQUOTED_VALUE.test(text) && !TAKES_BRACES.test(text))
  );
}

/**
 * A kustomization that no Application deploys and that reads a template is part of a scaffold: its
 * paths hold where it is copied to.
 */
export const isScaffold = (sources: Sources, { references }: AppBuild): boolean =>
  references.some(
    ({ path, target }) => target === 'file' && path !== undefined && isTemplateFile(sources, path),
  );

/** Template files that nothing reads as they are. */
export function unusedTemplates(
  sources: Sources,
  builds: readonly AppBuild[],
): (file: SourceText) => boolean {
  const used = new Set(builds.flatMap(readBy));
  // Of a plain directory its own files count; those below it where it says so, and then they are in `used`.
  const directories = new Set(
    builds.flatMap(({ directory, type }) => (type === 'directory' ? [directory] : [])),
  );
  return ({ path }) =>
    sources.parsed(path) !== undefined &&
    isTemplateFile(sources, path) &&
    !used.has(path) &&
    !directories.has(dirname(path));
}

/** The files that a build took as they are. */
const readBy = ({ references, resources, unknowable, problems }: AppBuild): string[] => [
  ...references.flatMap(({ path }) => path ?? []),
  ...resources.flatMap(({ files }) => files),
  ...[...unknowable, ...problems].map(({ at }) => at.file.path),
];
