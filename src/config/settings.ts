import type { Layer } from './layers.ts';
import type { RuleSetting, Severity } from './policy.ts';
import { matchesRule } from './rule-names.ts';

/** What a policy says of one rule. */
export interface Setting {
  /** Undefined where nobody says anything. */
  readonly severity: Severity | 'off' | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What layers say of a rule. Within one, the rule's own entry wins over its family's and over that for all rules,
 * and of those the last; a later layer wins over an earlier one whatever it names.
 */
export function settingIn(layers: readonly Layer[], id: string): Setting {
  let severity: Setting['severity'];
  let options: Record<string, unknown> = {};
  for (const { value } of layers) {
    const { rules = {} } = value;
    const { severity: own, ...more } = asOptions(rules[id]);
    severity = own ?? groupSeverity(rules, id) ?? severity;
    options = { ...options, ...more };
  }
  return { severity, options };
}

const asOptions = (setting: RuleSetting | undefined) =>
  typeof setting === 'string' ? { severity: setting } : (setting ?? {});

/** What the last entry for the rule's family, or for all rules, says of it. */
function groupSeverity(
  rules: Readonly<Record<string, RuleSetting>>,
  id: string,
): Setting['severity'] {
  const groups = Object.keys(rules).filter(name => name !== id && matchesRule(id, name));
  return asOptions(rules[groups.at(-1) ?? '']).severity;
}
