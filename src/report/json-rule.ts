import { optionsOf, type Rule } from '../rules/rule.ts';
import { docsUrl } from '../version.ts';
import type { JsonRule } from './json-report.ts';

/** What programs get to know of a rule. */
export const toJsonRule = (rule: Rule): JsonRule => ({
  id: rule.id,
  severity: rule.severity,
  summary: rule.summary,
  rationale: rule.rationale,
  remedy: rule.remedy,
  reference: rule.reference,
  policy: rule.policy ?? false,
  fixable: rule.fixable ?? null,
  since: rule.since ?? FIRST_VERSION,
  limits: rule.limits ?? null,
  options: { ...optionsOf(rule) },
  docs: docsUrl(rule.id),
});

/** The version that has all rules which name no later one. */
export const FIRST_VERSION = '0.1.0';
