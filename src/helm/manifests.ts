import type { SourceText } from '../source/text.ts';
import { concatTraces, sliceTrace, type Trace } from '../template/go/trace.ts';

import type { HelmBehaviour } from './behaviour.ts';

/** A document of a rendered template, as text. */
export interface Manifest {
  /** The template's path, with the names of the charts: `parent/charts/child/templates/x.yaml`. */
  readonly path: string;
  /** The template's file. */
  readonly file: SourceText;
  readonly text: string;
  readonly trace: Trace;
}

/**
 * The documents of one rendered template.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/releaseutil/manifest.go
 */
export function splitManifests(
  { path, file, text, trace }: Manifest,
  { separator, keepsEnd }: Pick<HelmBehaviour, 'separator' | 'keepsEnd'>,
): Manifest[] {
  const [start, trimmedEnd] = trimmed(text, 0, text.length);
  const end = keepsEnd ? text.length : trimmedEnd;
  const body = text.slice(start, end);
  const out: Manifest[] = [];
  const add = (from: number, to: number): void => {
    if (from === to) return;
    const [a, b] = trimmed(text, start + from, start + to);
    if (keepsEnd && a === b) return;
    const until = keepsEnd ? start + to : b;
    const part = { text: text.slice(a, until), trace: sliceTrace(trace, text.length, a, until) };
    // Helm ends what it prints of a document with a line break.
    const printed = until > b ? [part, { text: '\n', trace: undefined }] : [part];
    out.push({
      path,
      file,
      text: printed.map(piece => piece.text).join(''),
      trace: printed.length === 1 || trace === undefined ? part.trace : concatTraces(printed),
    });
  };
  let last = 0;
  for (const [from, to] of separator === 'line' ? lines(body) : separators(body)) {
    add(last, from);
    last = to;
  }
  add(last, body.length);
  return out;
}

/** The matches of Go's `(?m)^---[ \t]*`. */
function* lines(body: string): Generator<readonly [number, number]> {
  for (const { index, 0: found } of body.matchAll(/(?<![^\n])---[ \t]*/g))
    yield [index, index + found.length];
}

/** The matches of Go's `(?:^|\s*\n)---\s*`, without trying every space of the text. */
function* separators(body: string): Generator<readonly [number, number]> {
  let last = 0;
  for (let at = body.indexOf('---'); at >= 0; at = body.indexOf('---', at)) {
    // The line break has to be behind the separator before.
    if (at > 0 && (at <= last || body[at - 1] !== '\n')) {
      at++;
      continue;
    }
    let from = at;
    while (from > last && isGoSpace(body.charCodeAt(from - 1))) from--;
    at += 3;
    while (isGoSpace(body.charCodeAt(at))) at++;
    yield [from, at];
    last = at;
  }
}

/** Space as Go's `\s` in regular expressions knows it. */
const isGoSpace = (code: number): boolean =>
  code === 9 || code === 10 || code === 12 || code === 13 || code === 32;

function trimmed(text: string, start: number, end: number): readonly [number, number] {
  let [from, to] = [start, end];
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return [from, to];
}

const isSpace = (code: number): boolean =>
  (code >= 9 && code <= 13) || code === 32 || code === 0x85 || code === 0xa0;

const HOOK_EVENTS: ReadonlySet<string> = new Set([
  'pre-install',
  'post-install',
  'pre-delete',
  'post-delete',
  'pre-upgrade',
  'post-upgrade',
  'pre-rollback',
  'post-rollback',
  'test',
  'test-success',
]);

/** The events of a `helm.sh/hook` annotation; undefined where Helm knows one of them not. */
export function hookEvents(annotation: string): readonly string[] | undefined {
  const events = annotation.split(',').map(event => event.trim().toLowerCase());
  return events.every(event => HOOK_EVENTS.has(event)) ? events : undefined;
}
