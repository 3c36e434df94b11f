import { describe } from '../../model/cluster/objects/owned.ts';
import { commentsAt } from '../../source/comments.ts';
import { itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const noBackend: Rule = {
  id: 'gateway/no-backend',
  severity: 'error',
  summary: 'A route, or one of its rules, with neither a backend nor a filter that answers.',
  rationale:
    'The gateway answers every request of the rule with 500. A chart leaves the backends out where it can not tell which of several Services is meant.',
  remedy: 'Give the rule `backendRefs`, or a RequestRedirect.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule',
  check({ cluster: { routes }, report }) {
    for (const { resource, rules } of routes) {
      if (resource.partial) continue;
      const isMade = resource.release !== undefined;
      const help = isMade
        ? 'Write rules with `backendRefs`: the release has not exactly one Service.'
        : 'Add `backendRefs`.';
      if (rules.length === 0) {
        report({
          at: resource.value,
          message: `${describe(resource)} has no backend: requests are answered with 500`,
          help,
        });
      }
      for (const rule of rules.filter(item => !isAnswered(item))) {
        report({
          at: rule,
          message: `a rule of ${describe(resource)} has no backend: requests are answered with 500`,
          help: 'Add `backendRefs`.',
        });
      }
    }
  },
};

/** Filters that answer by themselves; an extension may, too. */
const ANSWERING: ReadonlySet<string> = new Set(['RequestRedirect', 'ExtensionRef']);

/** What a rule is called that is to answer with an error, and how a comment tells of its answer. */
const REFUSING = /block|deny|denied|forbid|refuse|reject|drop/i;
const STATUS = /\b[45]\d\d\b/;

const isAnswered = (rule: LocatedMap): boolean =>
  itemsAt(rule, 'backendRefs').length > 0 ||
  REFUSING.test(textAt(rule, 'name') ?? '') ||
  STATUS.test(commentsAt(rule.origin)) ||
  itemsAt(rule, 'filters').some(filter => ANSWERING.has(textAt(filter, 'type') ?? ''));
