import type { Report, Rule } from '../rules/rule.ts';

/** Families that judge how the objects of one application fit together. */
const INTERNAL = /^(?:service|workload|schema)\//;

/**
 * Whether a finding is about what a chart of elsewhere made by itself, no value of the user's having
 * part in it: the chart's authors see to that, and nobody could mend it here.
 */
export const isInternal = ({ id }: Rule, { at }: Report): boolean =>
  INTERNAL.test(id) && 'kind' in at && at.origin.made === 'default';
