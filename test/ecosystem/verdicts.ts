import type { Severity } from '../../src/config/policy.ts';

/** What a maintainer of the repository would say of a report. */
export const VERDICTS = ['true', 'false', 'debatable'] as const;
export type Judgement = (typeof VERDICTS)[number];

/** One judged report: facts about it only, nothing of the repository's text. */
export interface Verdict {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly verdict: Judgement;
  readonly why: string;
}

/** What was judged in one repository, at one commit. */
export interface JudgedRepository {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** The commit's tree, by which a checkout without history is known to be that commit. */
  readonly tree: string;
  readonly verdicts: readonly Verdict[];
}

export interface VerdictFile {
  /** With it the findings to judge are drawn. */
  readonly seed: number;
  readonly repositories: readonly JudgedRepository[];
}

/** What of a finding in the JSON report counts here. */
export interface Reported {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

/** All reports of a rule on one line: judged as one. */
export interface Spot extends Reported {
  readonly verdict: Verdict | undefined;
}

export interface Comparison {
  readonly spots: readonly Spot[];
  /** Verdicts on what is not reported any more. */
  readonly gone: readonly Verdict[];
}

const key = (rule: string, file: string, line: number) => `${rule} ${file}:${line}`;

/** Joins what is reported with what was judged, by rule, file and line. */
export function compare(findings: readonly Reported[], verdicts: readonly Verdict[]): Comparison {
  const judged = new Map(verdicts.map(item => [key(item.rule, item.file, item.line), item]));
  const spots = new Map<string, Spot>();
  for (const finding of findings) {
    const id = key(finding.ruleId, finding.file, finding.line);
    if (!spots.has(id)) spots.set(id, { ...finding, verdict: judged.get(id) });
  }
  return {
    spots: [...spots.values()],
    gone: [...judged].filter(([id]) => !spots.has(id)).map(([, verdict]) => verdict),
  };
}

export function byRule(spots: readonly Spot[]): Map<string, Spot[]> {
  const groups = new Map<string, Spot[]>();
  for (const spot of spots) groups.set(spot.ruleId, [...(groups.get(spot.ruleId) ?? []), spot]);
  return groups;
}

/** Counts of spots; infos are advice, judged apart. */
export interface Tally extends Readonly<Record<Judgement, number>> {
  readonly unjudged: number;
}

export function tally(spots: readonly Spot[]): Tally {
  const counts = { true: 0, false: 0, debatable: 0, unjudged: 0 };
  for (const { verdict } of spots) counts[verdict?.verdict ?? 'unjudged'] += 1;
  return counts;
}

/** true / (true + false); undefined where nothing was judged so. */
export function precision(counts: Tally): number | undefined {
  const decided = counts.true + counts.false;
  return decided === 0 ? undefined : counts.true / decided;
}

/**
 * The precision to expect of a finding drawn from all of them: rules that report much count much,
 * however many of theirs were judged. Rules of which nothing is judged are left out.
 */
export function weightedPrecision(spots: readonly Spot[]): number | undefined {
  let sum = 0;
  let weight = 0;
  for (const group of byRule(spots).values()) {
    const share = precision(tally(group));
    if (share === undefined) continue;
    sum += share * group.length;
    weight += group.length;
  }
  return weight === 0 ? undefined : sum / weight;
}

/**
 * Draws spots to be judged: each rule in turn gives one at random until there are enough.
 *
 * @param seed the same seed draws the same from the same findings
 */
export function draw(spots: readonly Spot[], count: number, seed: number): Spot[] {
  const random = numbers(seed);
  const piles = [...byRule(spots)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => shuffled(group, random));
  const longest = Math.max(0, ...piles.map(pile => pile.length));
  const rounds = Array.from({ length: longest }, (_, i) => piles.flatMap(pile => pile[i] ?? []));
  return rounds.flat().slice(0, count);
}

/** Pseudo-random numbers in [0, 1): mulberry32. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A copy in random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  const result: T[] = [];
  while (left.length > 0) result.push(...left.splice(Math.floor(random() * left.length), 1));
  return result;
}
