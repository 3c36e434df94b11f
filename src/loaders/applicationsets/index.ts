import type { ApplicationSet, ApplicationSpec } from '../../model/application.ts';
import type { Problem } from '../../source/problem.ts';
import { directoriesOf } from '../../source/tree.ts';
import { renderFastTemplate } from '../../template/fast.ts';
import { patienceOf, usedUp } from '../../template/go/patience.ts';
import { parseTemplateOptions } from '../../template/go/render.ts';
import { createTotalBudget } from '../../template/go/stop.ts';
import { didYouMean } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { booleanAt, getMap, itemsAt, textAt } from '../../yaml/access.ts';
import { scalarFrom, setIn } from '../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../yaml/located.ts';
import type { Sources } from '../../yaml/sources.ts';
import { readApplication } from './application.ts';
import { type ClusterSecret, clustersNear } from './clusters.ts';
import type { ExpansionContext } from './context.ts';
import { runEntry, visibleDirectories } from './generators.ts';
import type { OwnRepository } from './own-repository.ts';
import type { ParameterSet } from './params.ts';
import { parseOnce, renderValue } from './render-value.ts';
import { applyTemplatePatch } from './template-patch.ts';

export { readApplication } from './application.ts';
export { clusterSecrets } from './clusters.ts';
export { ownRepository } from './own-repository.ts';

/** Expands one ApplicationSet to the Applications that Argo CD would make of these files. */
export function expandApplicationSet(
  value: LocatedMap,
  sources: Sources,
  own: OwnRepository,
  clusters: readonly ClusterSecret[],
): ApplicationSet {
  const goTemplate = booleanAt(value, 'spec', 'goTemplate') ?? false;
  const context: ExpansionContext = {
    sources,
    own,
    goTemplate,
    missingKey: 'default',
    parse: parseOnce(),
    total: createTotalBudget(patienceOf(sources)),
    clusters: clustersNear(clusters, value.origin.file.path),
    directories: () => visibleDirectories(directoriesOf(sources.tree.files), ''),
    generators: [],
    problems: [],
  };
  const options = readOptions(value, context);
  const results = itemsAt(value, 'spec', 'generators').map(entry => runEntry(entry, options));
  context.problems.push(...results.flatMap(({ problems }) => problems));
  const template = getMap(value, 'spec', 'template');
  const applications = template
    ? results
        .flatMap(({ sets }) => sets)
        .flatMap(set => instantiate(value, template, set, options) ?? [])
    : [];
  if (context.total.isSpent()) usedUp(sources);
  return {
    name: textAt(value, 'metadata', 'name') ?? '',
    namespace: textAt(value, 'metadata', 'namespace'),
    file: value.origin.file.path,
    value,
    goTemplate,
    generators: context.generators,
    applications,
    unknowable: results.map(({ unknowable }) => unknowable).find(Boolean),
    problems: once(context.problems),
  };
}

/** An option that Go doesn't know makes every rendering fail. */
function readOptions(value: LocatedMap, context: ExpansionContext): ExpansionContext {
  const items = itemsAt(value, 'spec', 'goTemplateOptions').flatMap(item =>
    item.kind === 'scalar' ? [item] : [],
  );
  const options = parseTemplateOptions(items.map(({ text }) => text));
  if (options.ok) return { ...context, missingKey: options.missingKey };
  const at = items[options.index] ?? value;
  context.problems.push({ rule: 'argocd/template-error', at: at.origin, message: options.message });
  return context;
}

/** One Application of a template and a parameter set; its namespace is always the set's own. */
function instantiate(
  set: LocatedMap,
  template: LocatedMap,
  parameters: ParameterSet,
  context: ExpansionContext,
): ApplicationSpec | undefined {
  const found: Problem[] = [];
  const where = parameters.directory === undefined ? '' : ` (for \`${parameters.directory}\`)`;
  const report = (problem: Problem) => {
    found.push({ ...problem, message: `${problem.message}${where}` });
  };
  const rendered = renderValue(template, parameters.values, context, report);
  const namespace = textAt(set, 'metadata', 'namespace');
  const named =
    namespace === undefined
      ? rendered
      : setIn(rendered, ['metadata', 'namespace'], scalarFrom(set.origin, namespace));
  const plain = named.kind === 'map' ? named : template;
  const value = applyTemplatePatch(set, plain, parameters.values, context, report);
  const generatedBy = {
    generator: parameters.from,
    directory: parameters.directory,
    set: textAt(set, 'metadata', 'name'),
  };
  const application = readApplication(value, context.own, generatedBy);
  if (application && !context.goTemplate) {
    const { name, destination } = application;
    for (const scalar of [name, destination.namespace])
      if (scalar) found.push(...unresolved(scalar, parameters.values, where));
  }
  if (!application && found.length === 0) {
    const at = getMap(template, 'metadata')?.entries.get('name')?.value ?? template;
    const message = "the Application's name is empty";
    report({ rule: 'argocd/template-error', at: at.origin, message });
  }
  context.problems.push(...found, ...(application ? illegal(application, parameters) : []));
  return found.length > 0 ? undefined : application;
}

/** Parameters that no generator has: without goTemplate they stay as they are, braces included. */
function unresolved(
  { text, origin }: LocatedScalar,
  parameters: ParameterSet['values'],
  where: string,
): Problem[] {
  const rendered = renderFastTemplate(text, parameters);
  const [first] = rendered.status === 'rendered' ? rendered.unresolved : [];
  if (!first || isLabelOfCluster(first.tag, parameters)) return [];
  const written = text.slice(first.start, first.end);
  const offset = origin.file.text.slice(origin.start, origin.end).indexOf(written);
  const start = origin.start + offset;
  const help = didYouMean(first.tag, [...parameters.keys()]);
  return [
    {
      rule: 'argocd/template-error',
      at: offset < 0 ? origin : { file: origin.file, start, end: start + written.length },
      message: `no generator has the parameter \`${first.tag}\`: it stays as it is${where}`,
      ...(help !== undefined && { help }),
    },
  ];
}

/** Whether a parameter is a label or annotation of a cluster, and none of the cluster's is known: its Secret is not here. */
const isLabelOfCluster = (tag: string, parameters: ParameterSet['values']): boolean => {
  const [prefix] = /^metadata\.(?:labels|annotations)\./.exec(tag) ?? [];
  return prefix !== undefined && ![...parameters.keys()].some(name => name.startsWith(prefix));
};

/** RFC 1123 subdomain, as the API server asks of an Application's name. */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Values that render, but to nothing Argo CD can use. */
function illegal(
  { name, destination }: ApplicationSpec,
  { directory, from }: ParameterSet,
): Problem[] {
  const where = directory === undefined ? '' : ` (for \`${directory}\`)`;
  const say = (at: LocatedScalar, message: string, help?: string): Problem => ({
    rule: 'argocd/template-error',
    at: at.origin,
    message: `${message}${where}`,
    ...(help !== undefined && { help }),
  });
  const problems: Problem[] = [];
  if (
    name.origin.made &&
    !isPlaceholder(name.text) &&
    (!NAME.test(name.text) || name.text.length > 253)
  ) {
    problems.push(
      say(
        name,
        `the Application's name becomes \`${name.text}\`, which Kubernetes refuses`,
        'Use the function `normalize`, which makes it legal.',
      ),
    );
  }
  if (destination.name && destination.server) {
    const message = 'the destination has both a server and a name, of which Argo CD takes one only';
    problems.push(say(destination.name, message, 'Remove one of them.'));
  }
  const { namespace } = destination;
  if (!namespace?.origin.made || isPlaceholder(namespace.text)) return problems;
  const segments = directory?.split('/') ?? [];
  // <root>/<category>/<application>: a namespace that is named like the root comes from a wrong index. What
  // a wildcard of the pattern matches is no root.
  const pattern = from.kind === 'scalar' ? from.text.split('/') : [];
  if (
    segments.length > 2 &&
    pattern.length === segments.length &&
    pattern.at(-3) === segments.at(-3) &&
    /[*?[{]/.test(pattern.at(-1) ?? '') &&
    namespace.text === segments.at(-3) &&
    namespace.text !== segments.at(-2) &&
    namespace.text !== segments.at(-1)
  ) {
    problems.push(
      say(
        namespace,
        `the namespace becomes \`${namespace.text}\`, the directory above the categories`,
        `The category \`${segments.at(-2)}\` is segment ${segments.length - 2}: use that one.`,
      ),
    );
  } else if (
    !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namespace.text) ||
    namespace.text.length > 63
  ) {
    problems.push(
      say(namespace, `the namespace becomes \`${namespace.text}\`, which Kubernetes refuses`),
    );
  }
  return problems;
}

/** One report per expression: what fails for one directory usually fails for all of them. */
function once(problems: readonly Problem[]): Problem[] {
  const byPlace = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.rule}:${problem.at.file.path}:${problem.at.start}`;
    if (!byPlace.has(key)) byPlace.set(key, problem);
  }
  return [...byPlace.values()];
}
