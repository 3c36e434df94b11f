import type { SourceText } from '../source/text.ts';
import { sliceTrace, type Trace } from '../template/go/trace.ts';

/** A document of a rendered template, as text. */
export interface Manifest {
  /** The template's path, with the names of the charts: `parent/charts/child/templates/x.yaml`. */
  readonly path: string;
  /** The template's file. */
  readonly file: SourceText;
  readonly text: string;
  readonly trace: Trace;
}

/** Space as Go's `\s` in regular expressions knows it. */
const SEPARATOR = /(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*/g;

/**
 * The documents of one rendered template.
 * https://github.com/helm/helm/blob/v3.19.0/pkg/releaseutil/manifest.go
 */
export function splitManifests({ path, file, text, trace }: Manifest): Manifest[] {
  const [start, end] = trimmed(text, 0, text.length);
  const body = text.slice(start, end);
  const out: Manifest[] = [];
  const add = (from: number, to: number): void => {
    if (from === to) return;
    const [a, b] = trimmed(text, start + from, start + to);
    out.push({ path, file, text: text.slice(a, b), trace: sliceTrace(trace, text.length, a, b) });
  };
  let last = 0;
  for (const match of body.matchAll(SEPARATOR)) {
    add(last, match.index);
    last = match.index + match[0].length;
  }
  add(last, body.length);
  return out;
}

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
