import type { Problem } from '../../source/problem.ts';
import type { TemplateNode } from '../../template/go/ast.ts';
import { type Piece, piecesOf } from '../../template/go/trace.ts';
import { code } from '../../text/code.ts';
import { get, getString, isNull } from '../../yaml/access.ts';
import { scalarFrom, setIn } from '../../yaml/build.ts';
import { type Locate, locator, parseEmbedded } from '../../yaml/embedded.ts';
import type { LocatedEntry, LocatedMap, LocatedScalar } from '../../yaml/located.ts';
import { mergeValues } from '../../yaml/merge.ts';
import { type Parameters, type RenderMode, renderText } from './render-value.ts';

type Say = (problem: Problem) => void;

/**
 * Applies `spec.templatePatch`: one text, rendered as a whole and merged over the Application. Maps
 * merge, lists are replaced, null deletes; the project stays the template's.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/#template-patch
 */
export function applyTemplatePatch(
  set: LocatedMap,
  application: LocatedMap,
  parameters: Parameters,
  mode: RenderMode,
  report: Say,
): LocatedMap {
  const text = getString(set, 'spec', 'templatePatch');
  const patch = text && renderPatch(text, parameters, mode, report);
  if (!patch) return application;
  refuseRemoval(patch, application, report);
  refuseInnerMerge(patch, application, report);
  const merged = mergeValues(application, patch);
  const project = get(application, 'spec', 'project');
  const restored = project ? setIn(merged, ['spec', 'project'], project) : merged;
  return restored.kind === 'map' ? restored : merged;
}

function renderPatch(
  text: LocatedScalar,
  parameters: Parameters,
  mode: RenderMode,
  report: Say,
): LocatedMap | undefined {
  const inFile = locator(text);
  const template = { path: text.origin.file.path, text: text.text };
  const result = renderText(text.text, parameters, mode, { kind: 'template', file: template });
  const refuse = (at: Problem['at'], message: string, more: Partial<Problem> = {}): undefined =>
    report({ rule: 'argocd/template-error', at, message, ...more }) as undefined;
  if (result.status === 'unknowable') return undefined;
  if (result.status === 'error') {
    return refuse(inFile(result.error.start, result.error.end), result.error.message);
  }
  const toTemplate = backwards(piecesOf(result.trace, result.text.length), text.text.length);
  const locate: Locate = (start, end) => inFile(...toTemplate(start, end));
  const rendered = scalarFrom(text.origin, result.text);
  const { documents, broken, problems } = parseEmbedded(rendered, locate);
  const value = documents[0]?.value;
  const isMapping = !value || value.kind === 'map' || isNull(value);
  if (!broken && isMapping) return value?.kind === 'map' ? value : undefined;
  const what = broken ? 'something that is not YAML' : 'something that is not a mapping';
  const [left] = 'unresolved' in result ? result.unresolved : [];
  if (left) {
    return refuse(
      inFile(left.start, left.end),
      `\`templatePatch\` renders to ${what}: ${code(text.text.slice(left.start, left.end))} stays as it is, as the ApplicationSet has no \`goTemplate: true\``,
      { help: 'Set `goTemplate: true`, and write parameters as `{{.name}}`.' },
    );
  }
  const [problem] = problems;
  if (!problem) return refuse(text.origin, `\`templatePatch\` renders to ${what}`);
  const message = `\`templatePatch\` renders to ${what}: ${problem.message}`;
  const { at } = problem;
  const loop = mode.goTemplate && loopAround(inFile, at.start, text, mode);
  if (!loop) return refuse(at, message);
  const related = [{ at, message: 'the text that the parser refuses' }];
  return refuse(loop, message, {
    related,
    help: 'Indent what the loop prints like what it continues.',
  });
}

/**
 * From characters of a rendered text to those of its template. What an expression printed is all of
 * the expression, which fills the gap between the template's own texts around it.
 */
function backwards(
  pieces: readonly Piece[],
  length: number,
): (start: number, end: number) => [number, number] {
  const edges: {
    readonly until: number;
    readonly from: number;
    readonly at: number | undefined;
  }[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const isOwn = piece.source?.kind === 'template' && piece.at >= 0;
    edges.push({ from: offset, until: offset + piece.length, at: isOwn ? piece.at : undefined });
    offset += piece.length;
  }
  const before = (index: number): number => {
    const own = edges.slice(0, index).findLast(edge => edge.at !== undefined);
    return own?.at === undefined ? 0 : own.at + own.until - own.from;
  };
  const after = (index: number): number =>
    edges.slice(index).find(edge => edge.at !== undefined)?.at ?? length;
  return (start, end) => {
    const first = edges.findIndex(({ until }) => until > start);
    const last = edges.findIndex(({ until }) => until >= Math.max(end, start + 1));
    if (first < 0) return [length, length];
    const [a, b] = [edges[first], edges[last]];
    const from = a?.at === undefined ? before(first) : a.at + start - a.from;
    const to =
      b?.at === undefined ? after(Math.max(last, 0)) : b.at + Math.max(end, start) - b.from;
    // A loop prints the same characters several times, and what is before them later.
    return [from, Math.max(from, to)];
  };
}

/** The head of the innermost loop whose body holds a place of the file. */
function loopAround(
  locate: Locate,
  place: number,
  { text }: LocatedScalar,
  { parse }: RenderMode,
): Problem['at'] | undefined {
  const parsed = parse(text);
  if (!parsed.ok) return undefined;
  const holds = ({ start, end }: TemplateNode): boolean => {
    const at = locate(start, end);
    return at.start <= place && place < at.end;
  };
  const search = (nodes: readonly TemplateNode[]): TemplateNode | undefined => {
    for (const node of nodes) {
      if (!('body' in node)) continue;
      const inner = search(node.body);
      if (inner) return inner;
      if (node.kind === 'range' && node.body.some(holds)) return node;
    }
    return undefined;
  };
  const loop = search(parsed.template.root);
  return loop && 'pipeline' in loop && loop.pipeline
    ? locate(loop.pipeline.start, loop.pipeline.end)
    : undefined;
}

/** A key without a value is null, and null removes what the template has. */
function refuseRemoval(patch: LocatedMap, application: LocatedMap, report: Say): void {
  const spec = patch.entries.get('spec');
  if (!spec) return;
  const say = ({ key }: LocatedEntry, what: string): void =>
    report({
      rule: 'argocd/template-error',
      at: key.origin,
      message: `\`templatePatch\` renders to \`${key.text}\` without a value, which removes ${what}`,
      help: 'Move the key into the condition, beside what it is to hold.',
    });
  if (isNull(spec.value)) {
    if (get(application, 'spec'))
      say(spec, "the template's spec: no source and no destination is left");
    return;
  }
  const destination = spec.value.kind === 'map' && spec.value.entries.get('destination');
  if (destination && isNull(destination.value)) say(destination, "the template's destination");
}

/**
 * The strategic merge knows Argo CD's types, and `valuesObject` has none: maps and lists that both sides
 * have can't be merged there, and the ApplicationSet stops.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/util/strategicpatch/patch.go (mergeMap)
 */
function refuseInnerMerge(patch: LocatedMap, application: LocatedMap, report: Say): void {
  const path = ['spec', 'source', 'helm', 'valuesObject'];
  const [over, below] = [get(patch, ...path), get(application, ...path)];
  if (over?.kind !== 'map' || below?.kind !== 'map') return;
  for (const [name, { key, value }] of over.entries) {
    const own = below.entries.get(name);
    if (!own || value.kind === 'scalar' || value.kind !== own.value.kind) continue;
    report({
      rule: 'argocd/template-error',
      at: key.origin,
      message: `\`templatePatch\` can't be merged: the template's \`valuesObject\` has \`${name}\`, too, and Argo CD knows no type to merge two ${value.kind === 'map' ? 'mappings' : 'lists'} there by`,
      help: 'Write all of it in the patch, or patch a scalar of `valuesObject`.',
      related: [{ at: own.key.origin, message: "the template's" }],
    });
  }
}
