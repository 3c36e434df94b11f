import { OLD_CHART_FIELDS } from '../model/old-helm-chart.ts';
import { isInlinePatch } from '../model/patch-text.ts';
import { type Edit, edited, type Fix } from '../source/edit.ts';
import { own } from '../text/own.ts';
import type { LocatedEntry, LocatedMap, LocatedValue } from '../yaml/located.ts';
import {
  type Block,
  blockOf,
  hasAnchors,
  lineBreak,
  lineEnd,
  lineStart,
  moved,
  shifted,
} from './block.ts';

/** Mends one deprecated field of a kustomization; undefined where that isn't exactly equivalent. */
type Rewrite = (field: LocatedEntry, kustomization: LocatedMap) => Fix | undefined;

/**
 * Edits that replace a deprecated field by what it stands for today, byte for byte where nothing
 * has to change. Only where the same objects come of it: otherwise undefined.
 *
 * @param name of the deprecated field
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/kustomization.go
 */
export function modernised(name: string, kustomization: LocatedMap): Fix | undefined {
  const field = kustomization.entries.get(name);
  return field && own(REWRITES, name)?.(field, kustomization);
}

const REWRITES: Readonly<Record<string, Rewrite>> = {
  bases: (field, kustomization) => append(field, kustomization, 'resources'),
  imageTags: (field, kustomization) => append(field, kustomization, 'images'),
  patchesStrategicMerge,
  patchesJson6902,
  commonLabels,
  helmChartInflationGenerator,
};

const safe = (title: string, edits: readonly Edit[]): Fix => ({
  title,
  applicability: 'safe',
  edits,
});

const renamed = ({ key }: LocatedEntry, name: string): Edit => ({ at: key.origin, text: name });

/** Renames a list, or moves its items behind those of the field that takes them. */
function append(field: LocatedEntry, { entries }: LocatedMap, name: string): Fix | undefined {
  const other = entries.get(name);
  if (!other) return safe(`Rename it to ${name}`, [renamed(field, name)]);
  const from = movable(field);
  const to = blockOf(other);
  if (!from || !to) return undefined;
  const lines = shifted(from.file.text.slice(from.body, from.end), to.indent - from.indent);
  return safe(`Move its items to ${name}`, moved(from, to.end, lines));
}

function movable(field: LocatedEntry): Block | undefined {
  const block = blockOf(field);
  return block && !hasAnchors(block) ? block : undefined;
}

/** They run right before `patches`, and each entry becomes a `path` or a `patch`. */
function patchesStrategicMerge(field: LocatedEntry, { entries }: LocatedMap): Fix | undefined {
  if (field.value.kind !== 'sequence') return undefined;
  const block = blockOf(field);
  const edits = field.value.items.map(item => block && asPatch(item, block));
  if (!block || edits.some(edit => edit === undefined)) return undefined;
  const changes = edits.flatMap(edit => edit ?? []);
  const other = entries.get('patches');
  if (!other) return safe('Write it as patches', [renamed(field, 'patches'), ...changes]);
  const to = blockOf(other);
  if (!to || hasAnchors(block)) return undefined;
  const lines = edited(block.file, block.body, block.end, changes);
  return safe(
    'Move its items to patches',
    moved(block, to.body, shifted(lines, to.indent - block.indent)),
  );
}

function asPatch(item: LocatedValue, { file }: Block): readonly Edit[] | undefined {
  if (item.kind !== 'scalar' || item.origin.alias || item.tag) return undefined;
  const { start, end } = item.origin;
  const before = file.text.slice(lineStart(file.text, start), start);
  if (!/^ *- +$/.test(before)) return undefined;
  const source = file.text.slice(start, end);
  const insert = (at: number, text: string): Edit => ({ at: { file, start: at, end: at }, text });
  if (!/^[|>]/.test(source)) {
    if (/[\r\n]/.test(source)) return undefined;
    return [insert(start, isInlinePatch(item.text) ? 'patch: ' : 'path: ')];
  }
  // The text of a block must stay deeper than the map that now holds it.
  const header = source.split('\n')[0] ?? '';
  if (/\d/.test(header.split('#')[0] ?? '')) return undefined;
  const lines: Edit[] = [];
  for (let at = lineEnd(file.text, start); at < end; at = lineEnd(file.text, at + 1)) {
    if (/^[ \t]*\S/.test(file.text.slice(at, end).split(/[\r\n]/)[0] ?? ''))
      lines.push(insert(at, '  '));
  }
  return [insert(start, 'patch: '), ...lines];
}

/** What stands between `patches` and `patchesJson6902` in the order of a build. */
const BETWEEN = ['namespace', 'namePrefix', 'nameSuffix', 'labels', 'commonLabels'];

/** They run after names, namespaces and labels are set: the same as `patches` only without those. */
function patchesJson6902(field: LocatedEntry, kustomization: LocatedMap): Fix | undefined {
  const { entries } = kustomization;
  if ([...BETWEEN, 'commonAnnotations'].some(name => entries.has(name))) return undefined;
  // That field becomes `patches` first.
  if (entries.has('patchesStrategicMerge') && !entries.has('patches')) return undefined;
  return append(field, kustomization, 'patches');
}

/** They run behind `labels`, and write selectors and templates as well. */
function commonLabels(field: LocatedEntry, { entries }: LocatedMap): Fix | undefined {
  const { key, value } = field;
  if (value.kind !== 'map' || value.entries.size === 0 || entries.has('configurations'))
    return undefined;
  const title = 'Write it as labels with includeSelectors';
  const { file } = key.origin;
  const eol = lineBreak(file);
  const block = blockOf(field) ?? flowLine(field);
  const other = entries.get('labels');
  if (!block) return undefined;
  const body = file.text.slice(block.body, block.end);
  const isEnded = body === '' ? file.text[block.end - 1] === '\n' : body.endsWith('\n');
  if (!other) {
    const selectors = `${isEnded ? '' : eol}    includeSelectors: true${isEnded ? eol : ''}`;
    return safe(title, [
      { at: key.origin, text: `labels:${eol}  - pairs` },
      ...(body === ''
        ? []
        : [{ at: { file, start: block.body, end: block.end }, text: shifted(body, 4) }]),
      { at: { file, start: block.end, end: block.end }, text: selectors },
    ]);
  }
  const to = blockOf(other);
  if (!to || hasAnchors(block)) return undefined;
  const head = file.text.slice(key.origin.end, block.body);
  const lines = `- pairs${head}${shifted(body, 4)}${isEnded ? '' : eol}  includeSelectors: true${eol}`;
  return safe(title, moved(block, to.end, shifted(lines, to.indent)));
}

/** A map in flow style that stands on the line of its key: a block without a body. */
function flowLine({ key, value }: LocatedEntry): Block | undefined {
  const { file, start } = key.origin;
  const end = lineEnd(file.text, value.origin.end);
  const isOneLine =
    value.origin.file === file &&
    !value.origin.alias &&
    file.text[value.origin.start] === '{' &&
    lineStart(file.text, start) === start &&
    !file.text.slice(start, value.origin.end).includes('\n') &&
    /^[ \t]*:[ \t]*$/.test(file.text.slice(key.origin.end, value.origin.start));
  return isOneLine ? { file, start, body: end, end, indent: 0 } : undefined;
}

/** The fields that kustomize takes over; what it drops without a word is left to a person. */
function helmChartInflationGenerator(
  field: LocatedEntry,
  { entries }: LocatedMap,
): Fix | undefined {
  if (field.value.kind !== 'sequence' || entries.has('helmCharts')) return undefined;
  const edits: Edit[] = [renamed(field, 'helmCharts')];
  for (const item of field.value.items) {
    if (item.kind !== 'map' || item.origin.alias) return undefined;
    for (const [name, entry] of item.entries) {
      const modern = own(OLD_CHART_FIELDS, name);
      if (modern === undefined || entry.key.origin.file !== field.key.origin.file) return undefined;
      if (modern !== name) edits.push(renamed(entry, modern));
    }
  }
  return safe('Write it as helmCharts', edits);
}
