import { table } from '../report/table.ts';
import { plural } from '../text/plural.ts';

/** What a run takes, by its stages and by the rules. Milliseconds. */
export interface Timing {
  /** Ends the stage before, and begins another. */
  stage(name: string): void;
  /** Counts what a rule took; one may run several times. */
  rule(id: string, milliseconds: number): void;
  /** Ends the last stage; both lists, the slowest rules first. */
  text(): string;
}

/** Of the rules, those that took most; the others are summed up. */
const MAX_RULES = 20;

/** @param now a clock in milliseconds */
export function timing(now: () => number = () => performance.now()): Timing {
  const stages = new Map<string, number>();
  const rules = new Map<string, number>();
  const add = (to: Map<string, number>, name: string, milliseconds: number) =>
    to.set(name, (to.get(name) ?? 0) + milliseconds);
  let current = 'finding the repository';
  let since = now();
  const stage = (name: string) => {
    const at = now();
    add(stages, current, at - since);
    [current, since] = [name, at];
  };
  return {
    stage: name => stage(name.replace(/\d[\d,]* /g, '')),
    rule: (id, milliseconds) => add(rules, id, milliseconds),
    text() {
      stage('');
      const slowest = [...rules].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      const rest = slowest.splice(MAX_RULES);
      if (rest.length > 0) {
        const total = rest.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
        slowest.push([`${plural(rest.length, 'other rule')}`, total]);
      }
      return `${listed('Stage', [...stages])}\n${listed('Rule', slowest)}`;
    },
  };
}

function listed(title: string, costs: readonly (readonly [string, number])[]): string {
  const total = costs.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  const rows = costs.map(([name, milliseconds]) => [
    name,
    milliseconds.toFixed(1).padStart(9),
    `${((milliseconds / (total || 1)) * 100).toFixed(1)} %`.padStart(7),
  ]);
  return table([title, 'ms'.padStart(9), 'share'.padStart(7)], rows);
}
