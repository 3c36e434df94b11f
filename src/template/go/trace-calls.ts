import { own } from '../../text/own.ts';
import { formatFloat } from './format.ts';
import {
  changedTrace,
  concatTraces,
  hasMembers,
  memberTrace,
  type Piece,
  piecesOf,
  type Source,
  setMember,
  setWhole,
  sliceTrace,
  type Trace,
  type TracedText,
  unionTrace,
} from './trace.ts';
import { type GoList, type GoValue, isInteger, isList, isMap, isTrue } from './value.ts';

type Args = readonly GoValue[];
type Traces = readonly Trace[];
type Rule = (args: Args, traces: Traces, result: GoValue) => Trace;

const firstOf: Rule = ([list]) => memberTrace(list, 0);
const lastOf: Rule = ([list]) => memberTrace(list, isList(list) ? list.length - 1 : 0);

/** Functions that hand on one of their arguments, or an element of one. */
const PICKS: Readonly<Record<string, Rule>> = {
  default: (args, traces) => traces[args.length > 1 && isTrue(args[1]) ? 1 : 0],
  required: (_, traces) => traces[1],
  coalesce: (args, traces) => traces[args.findIndex(isTrue)],
  ternary: (args, traces) => traces[args[2] === true ? 0 : 1],
  get: ([map, key], _) => memberTrace(map, typeof key === 'string' ? key : ''),
  first: firstOf,
  mustFirst: firstOf,
  last: lastOf,
  mustLast: lastOf,
  index: ([item, ...keys], traces) => steps(item, keys, traces[0]),
  dig: (args, traces, result) => {
    const found = steps(args.at(-1), args.slice(0, -2), undefined);
    return found ?? (result === args.at(-2) ? traces.at(-2) : undefined);
  },
};

function steps(item: GoValue, keys: Args, whole: Trace): Trace {
  let at = item;
  let trace = whole;
  for (const key of keys) {
    const name = isInteger(key) ? Number(key.value) : key;
    if (typeof name !== 'string' && typeof name !== 'number') return undefined;
    trace = memberTrace(at, name);
    at = isMap(at) ? at.get(String(name)) : isList(at) ? at[Number(name)] : undefined;
  }
  return trace;
}

/** Functions whose result is text that can be followed exactly. */
const TEXTS: Readonly<Record<string, (args: Args, traces: Traces, result: string) => Trace>> = {
  indent: ([spaces, text], [, trace], result) => indented(spaces, text, trace, result),
  nindent: ([spaces, text], [, trace], result) => indented(spaces, text, trace, result),
  replace: ([old, by, text], [, byTrace, trace], result) => {
    if (typeof text !== 'string' || typeof old !== 'string' || typeof by !== 'string') return trace;
    return replaced(text, trace, old, { text: by, trace: byTrace }, result);
  },
  printf: (args, traces, result) =>
    aligned(result, textsOf(args.slice(1), traces.slice(1)), () => traces[0]),
  join: ([separator, list], [by], result) =>
    isList(list) && typeof separator === 'string'
      ? aligned(
          result,
          textsOf(
            list,
            list.map((_, index) => memberTrace(list, index)),
          ),
          () => by,
        )
      : undefined,
};

/** Every line moved to the right: what is added comes from nowhere. */
function indented(spaces: GoValue, text: GoValue, trace: Trace, result: string): Trace {
  if (typeof text !== 'string' || typeof spaces !== 'number' || trace === undefined) return trace;
  const pad: Piece = { length: spaces, source: undefined, at: -1 };
  const lead = result.length - text.length - spaces * (text.split('\n').length - 1) - spaces;
  const out: Piece[] = [];
  if (lead > 0) out.push({ length: lead, source: undefined, at: -1 });
  if (spaces > 0) out.push(pad);
  let at = 0;
  for (const piece of piecesOf(trace, text.length)) {
    const end = at + piece.length;
    let from = at;
    for (;;) {
      const line = spaces > 0 ? text.indexOf('\n', from) : -1;
      const to = line < 0 || line >= end ? end : line + 1;
      const shift = piece.at < 0 ? -1 : piece.at + from - at;
      if (to > from) out.push({ ...piece, length: to - from, at: shift });
      if (line < 0 || line >= end) break;
      out.push(pad);
      from = to;
    }
    at = end;
  }
  return out;
}

function replaced(text: string, trace: Trace, old: string, by: TracedText, result: string): Trace {
  if (old === '' || text === result) return text === result ? trace : changed([trace], result);
  const parts: TracedText[] = [];
  let at = 0;
  for (const part of text.split(old)) {
    if (at > 0) parts.push(by);
    const end = at + part.length;
    parts.push({ text: part, trace: sliceTrace(trace, text.length, at, end) });
    at = end + old.length;
  }
  return concatTraces(parts);
}

const changed = (traces: Traces, text: string): Trace =>
  changedTrace(unionTrace(traces), text.length);

const textsOf = (values: Args, traces: Traces): TracedText[] =>
  values.map((value, index) => ({ text: textOf(value) ?? '', trace: traces[index] }));

function textOf(value: GoValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatFloat(value);
  if (isInteger(value)) return String(value.value);
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** Finds the parts in the result, one after the other; what is between them comes from `rest`. */
function aligned(result: string, parts: readonly TracedText[], rest: () => Trace): Trace {
  let source: Source | undefined | 'not asked' = 'not asked';
  const between = (length: number): Piece => {
    if (source === 'not asked') source = unionTrace([rest()]);
    return { length, source, at: -1 };
  };
  const out: Piece[] = [];
  let at = 0;
  for (const { text, trace } of parts) {
    const found = text === '' || trace === undefined ? -1 : result.indexOf(text, at);
    if (found < 0) continue;
    if (found > at) out.push(between(found - at));
    for (const piece of piecesOf(trace, text.length)) out.push(piece);
    at = found + text.length;
  }
  if (out.length === 0) return changed([rest(), ...parts.map(part => part.trace)], result);
  if (at < result.length) out.push(between(result.length - at));
  return out;
}

/** A text of any other function: a part of an argument, or made of them. */
function generic(args: Args, traces: Traces, result: string): Trace {
  for (const [index, arg] of args.entries()) {
    const trace = traces[index];
    if (typeof arg !== 'string' || trace === undefined || result === '') continue;
    const found = arg.indexOf(result);
    if (found >= 0) return sliceTrace(trace, arg.length, found, found + result.length);
  }
  return aligned(result, textsOf(args, traces), () => unionOf(args, traces));
}

/** So many elements of a list speak for all of them. */
const MAX_LISTED = 20;

/** Sources of the arguments themselves and, for lists and maps, of what they hold. */
function unionOf(args: Args, traces: Traces): Trace {
  const all: Trace[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    all.push(traces[index]);
    if (!isList(arg)) continue;
    const most = Math.min(arg.length, MAX_LISTED);
    for (let at = 0; at < most; at++) all.push(memberTrace(arg, at));
  }
  return unionTrace(all);
}

/** Where the result of a call comes from; what it holds is remembered with it. */
export function traceCall(name: string, args: Args, traces: Traces, result: GoValue): Trace {
  const pick = own(PICKS, name);
  if (pick) return pick(args, traces, result);
  if (typeof result === 'string') {
    return own(TEXTS, name)?.(args, traces, result) ?? generic(args, traces, result);
  }
  if (isMap(result)) {
    if (name === 'dict') setPairs(result, args, traces);
    else if (name === 'set') setMember(result, String(args[1]), traces[2]);
    else if (!hasMembers(result)) setWhole(result, unionOf(args, traces));
    return undefined;
  }
  if (isList(result)) {
    inherit(name, result, args, traces);
    return undefined;
  }
  return result === undefined || result === null ? undefined : unionOf(args, traces);
}

function setPairs(map: object, args: Args, traces: Traces): void {
  for (let i = 0; i + 1 < args.length; i += 2) setMember(map, textOf(args[i]) ?? '', traces[i + 1]);
}

/** The elements of longer lists are not followed one by one. */
const MAX_FOLLOWED = 1_000;

/** Elements of a list come from where the same elements of the arguments do. */
function inherit(name: string, result: GoList, args: Args, traces: Traces): void {
  if (hasMembers(result)) return;
  if (name === 'list' || name === 'tuple') {
    for (const [index, trace] of traces.entries()) setMember(result, index, trace);
    return;
  }
  if (result.length > MAX_FOLLOWED) {
    setWhole(result, unionOf(args, traces));
    return;
  }
  const known = new Map<GoValue, Trace>();
  for (const [index, arg] of args.entries()) {
    if (isList(arg)) for (const [at, item] of arg.entries()) known.set(item, memberTrace(arg, at));
    else if (isMap(arg)) {
      for (const [key, item] of arg) {
        known.set(key, memberTrace(arg, key));
        known.set(item, memberTrace(arg, key));
      }
    } else known.set(arg, traces[index]);
  }
  for (const [index, item] of result.entries()) setMember(result, index, known.get(item));
  setWhole(result, unionOf(args, traces));
}
