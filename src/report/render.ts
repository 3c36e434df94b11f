import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Application } from '../model/application.ts';
import { titleOf } from '../model/cluster/objects/owned.ts';
import type { Resource } from '../model/resource.ts';
import { type Place, positionAt } from '../source/text.ts';
import { toPlain } from '../yaml/access.ts';
import { type LocatedValue, placeOf } from '../yaml/located.ts';
import { printable, printableJson } from './escape.ts';
import type { JsonRendered } from './json-report.ts';
import { documentOf, plainYaml, printableYaml } from './plain-yaml.ts';
import { withoutSecrets } from './redact.ts';

export interface RenderOptions {
  /** Say behind every field where it comes from. */
  readonly origins: boolean;
  readonly format: 'yaml' | 'json';
  /** A path as the reader knows it. */
  displayPath(path: string): string;
}

type Paths = Pick<RenderOptions, 'displayPath'>;

/** The objects that Applications resolve to, each with where it comes from, as YAML or JSON. */
export function renderObjects(
  applications: readonly Application[],
  options: RenderOptions,
): string {
  if (options.format === 'json')
    return `${printableJson(renderedApplications(applications, options))}\n`;
  return applications.flatMap(application => renderApplication(application, options)).join('---\n');
}

function renderApplication(application: Application, options: RenderOptions): string[] {
  const notes = application.builds.flatMap(build => [
    ...build.unknowable.map(({ at, reason }) => `not known: ${reason} (${where(at, options)})`),
    ...build.releases.flatMap(({ release, rendering }) =>
      rendering.complete === 'all'
        ? []
        : [
            `not known: what else the chart ${release.chart.text} makes (${where(placeOf(release.chart), options)})`,
          ],
    ),
  ]);
  const objects = application.resources.map(resource =>
    renderObject(application, resource, options),
  );
  return notes.length > 0
    ? [
        notes.map(note => `# ${printable(`${application.name.text}: ${note}`)}\n`).join(''),
        ...objects,
      ]
    : objects;
}

function renderObject(
  application: Application,
  resource: Resource,
  options: RenderOptions,
): string {
  const head = [
    `${application.name.text}: ${titleOf(resource)}`,
    origin(resource, options),
    ...(resource.partial ? ['other fields are not known'] : []),
  ];
  const shown = withoutSecrets(resource.value);
  const text = options.origins ? annotated(resource.value, shown, options) : plainYaml(shown);
  return `${head.map(line => `# ${printable(line)}\n`).join('')}${text}`;
}

function annotated(value: LocatedValue, shown: LocatedValue, options: RenderOptions): string {
  const document = documentOf(shown);
  if (document.contents) annotate(document.contents, value, options);
  return printableYaml(document);
}

function origin({ files, release, value }: Resource, options: Paths): string {
  const via = files.slice(1).map(options.displayPath);
  const from = release
    ? `made by the chart ${release.chart.text} from ${where(placeOf(release.chart), options)}`
    : `from ${where(value.origin, options)}`;
  return via.length > 0 ? `${from}, by way of ${via.join(', ')}` : from;
}

/** Puts each leaf's place behind it as a comment. */
function annotate(node: Node, value: LocatedValue, options: RenderOptions): void {
  if (isMap(node) && value.kind === 'map') {
    for (const { key, value: child } of node.items) {
      const entry = value.entries.get(isScalar(key) ? String(key.value) : '');
      if (entry && child) annotate(child as Node, entry.value, options);
    }
  } else if (isSeq(node) && value.kind === 'sequence') {
    for (const [i, item] of node.items.entries()) {
      const located = value.items[i];
      if (located) annotate(item as Node, located, options);
    }
  } else if (isScalar(node)) node.comment = ` ${printable(leafOrigin(value, options))}`;
}

const leafOrigin = (value: LocatedValue, options: Paths): string =>
  where(placeOf(value), options) + (value.origin.made ? ` (${value.origin.made})` : '');

function where({ file, start }: Place, { displayPath }: Paths): string {
  const { line, column } = positionAt(file, start);
  return `${displayPath(file.path)}:${line}:${column}`;
}

/** The same for programs. */
export function renderedApplications(
  applications: readonly Application[],
  options: Pick<RenderOptions, 'origins' | 'displayPath'>,
): JsonRendered[] {
  return applications.map(({ name, resources }) => ({
    application: name.text,
    objects: resources.map(resource => ({
      from: origin(resource, options),
      partial: resource.partial,
      object: toPlain(withoutSecrets(resource.value)),
      ...(options.origins && { origins: origins(resource.value, options) }),
    })),
  }));
}

/** Leaf paths with their places. */
function origins(value: LocatedValue, options: Paths, path = ''): Record<string, string> {
  if (value.kind === 'scalar') return { [path]: leafOrigin(value, options) };
  const children: [string, LocatedValue][] =
    value.kind === 'map'
      ? [...value.entries].map(([key, entry]) => [
          `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`,
          entry.value,
        ])
      : value.items.map((item, i) => [`${path}/${i}`, item]);
  return Object.assign({}, ...children.map(([key, child]) => origins(child, options, key)));
}
