import type { Policy } from '../config/load.ts';
import type { Severity } from '../config/policy.ts';
import type { Application } from '../model/application.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import type { Applicability, Edit, Fix } from '../source/edit.ts';
import type { RelatedPlace } from '../source/problem.ts';
import type { Place } from '../source/text.ts';
import type { LocatedValue } from '../yaml/located.ts';
import { headOf, placeOf } from '../yaml/located.ts';

export type RuleId = `${string}/${string}`;

/** What a rule says about one place. The place is not optional: a finding is somewhere. */
export interface Report {
  /** The exact characters to change. */
  readonly at: Place | LocatedValue;
  /** Where this finding weighs less than the rule's others; a policy can lower it further, not raise it. */
  readonly severity?: Severity | undefined;
  /** One line: what is wrong. */
  readonly message: string;
  /** What would be right, and how to get there, in one line. */
  readonly help?: string | undefined;
  /** Other places that matter: where the expectation comes from, the earlier definition. */
  readonly related?: readonly RelatedPlace[] | undefined;
  /**
   * Why it may not be so after all, such as `the chart grafana may make it`: the finding is then
   * `likely` instead of `certain`, and says so.
   */
  readonly doubt?: string | undefined;
  /** The object that is missing, as `Gateway network/external`, where that is what is wrong. */
  readonly missing?: string | undefined;
  /** Set where the file's owner isn't the application that is concerned. */
  readonly application?: Application | undefined;
  /** Bytes that mend it; a rule that offers fixes says so in `fixable`. */
  readonly fix?: Fix | undefined;
}

export interface RuleContext {
  readonly cluster: Cluster;
  readonly policy: Policy;
  /** The rule's own options from the policy file, checked against its schema. */
  readonly options: Readonly<Record<string, unknown>>;
  report(report: Report): void;
}

/**
 * In so many places a running cluster is not wrong: it is done on purpose, or what makes it right is out of sight.
 * Numbers are from what was judged in test/ecosystem/verdicts.json.
 */
export interface Habit {
  /** The severity whose findings are counted. */
  readonly of: 'error' | 'warning';
  /** As many places of one repository are no habit yet. */
  readonly most: number;
  /** What they become beyond that: advice, or as severe as before and `likely` where a change somewhere else could bring as many at once. */
  readonly becomes: 'info' | 'likely';
}

export interface Rule {
  readonly id: RuleId;
  /**
   * What is judged: files and declarations of the whole repository (the default), or what the objects of
   * one cluster have to do with each other, for each cluster by itself.
   */
  readonly scope?: 'repository' | 'cluster';
  readonly severity: Severity;
  /** One sentence that says what is reported. */
  readonly summary: string;
  /** Why it matters: what would happen in the cluster. */
  readonly rationale: string;
  /** What to do about a finding. */
  readonly remedy: string;
  /** Upstream documentation of the behaviour that the rule encodes. */
  readonly reference: string;
  /** The version that brought it, where that is later than 0.1.0. */
  readonly since?: string;
  /** What it can't know beside what no rule of a cluster can, in a sentence or two. */
  readonly limits?: string;
  /** Needs a pinned expectation: silent unless the policy has one. */
  readonly policy?: boolean;
  readonly fixable?: Applicability;
  /** How often is too often for a slip. */
  readonly habit?: Habit;
  /** Knows no more than a schema: says nothing where another rule speaks of the same characters. */
  readonly general?: boolean;
  /** Marks secret material: no format may show the characters of a finding's place. */
  readonly secret?: boolean;
  /** JSON Schema `properties` of the rule's options. */
  readonly options?: Readonly<Record<string, object>>;
  check(context: RuleContext): void;
}

/** A fix of these edits; undefined where one of them can't be made. */
export function fixOf(
  applicability: Applicability,
  title: string,
  ...edits: readonly (Edit | undefined)[]
): Fix | undefined {
  const sound = edits.filter(edit => edit !== undefined);
  return sound.length === edits.length ? { title, applicability, edits: sound } : undefined;
}

/** A related place, from a value or a place. */
export function see(at: Place | LocatedValue, message: string): RelatedPlace {
  return { at: toPlace(at), message };
}

/** One line to point at: a scalar as a whole, of a map its kind or first entry, of a list its first item. */
export function toPlace(at: Place | LocatedValue): Place {
  if (!('kind' in at) || at.origin.alias) return 'kind' in at ? placeOf(at) : at;
  if (at.kind === 'map') return headOf(at) ?? at.origin;
  const [first] = at.kind === 'sequence' ? at.items : [];
  return first ? toPlace(first) : placeOf(at);
}

/** A rule that reports what the loaders found, under its own id. */
export function problemRule(meta: Omit<Rule, 'check'>): Rule {
  return {
    ...meta,
    check({ cluster, report }) {
      for (const problem of cluster.problems) if (problem.rule === meta.id) report(problem);
    },
  };
}

/** JSON Schema `properties` of all options that a rule has; how many places are a habit is one where that counts. */
export const optionsOf = ({ habit, options }: Rule): Readonly<Record<string, object>> => ({
  ...(habit !== undefined && {
    habit: {
      type: 'integer',
      minimum: 0,
      default: habit.most,
      description: `The same in more places than this of one repository is taken for meant, and becomes ${habit.becomes === 'info' ? 'advice' : '`likely`'} (default \`${habit.most}\`).`,
    },
  }),
  ...options,
});
