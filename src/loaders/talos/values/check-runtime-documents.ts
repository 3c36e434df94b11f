import { get, getEntry, getScalar, itemsAt } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import { placeWithin } from '../../../yaml/located.ts';
import { type Check, known } from './checks.ts';
import { entriesOf } from './select.ts';

const checkFiles: Check = (document, refuse) => {
  for (const file of itemsAt(document, 'configFiles')) {
    const missing = ['content', 'mountPath'].filter(field => !get(file, field));
    if (file.kind === 'map' && missing.length > 0)
      refuse({ at: file, message: `a file of a service needs ${missing.join(' and ')}` });
  }
};

/** Pressure is a number with a fraction, and CEL compares it with no other. */
const checkTrigger: Check = (document, refuse) => {
  const trigger = getScalar(document, 'triggerExpression');
  if (!known(trigger)) return;
  const numbers = /\b(?:d_)?memory_\w+\s*(?:<=|>=|==|!=|<|>)\s*(\d+)(?![\d.eE])/g;
  for (const found of trigger.text.matchAll(numbers)) {
    const [whole, number = ''] = found;
    refuse({
      at: within(trigger, found.index + whole.length - number.length, number),
      message: `pressure can't be compared with \`${number}\`: it is a number with a fraction, and this is not`,
      help: `Write \`${number}.0\`.`,
    });
  }
};

const within = (scalar: LocatedScalar, start: number, text: string): LocatedScalar => ({
  ...scalar,
  origin: { ...scalar.origin, ...placeWithin(scalar, start, start + text.length) },
});

const checkVariables: Check = (document, refuse) => {
  for (const { key } of entriesOf(document, 'variables')) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key.text) || key.text.startsWith('$')) continue;
    refuse({ at: key, message: `\`${key.text}\` is not a name of an environment variable` });
  }
};

const checkImages: Check = (document, refuse) => {
  for (const rule of itemsAt(document, 'rules')) {
    if (rule.kind !== 'map') continue;
    const [skip, deny] = ['skip', 'deny'].map(name => getScalar(rule, name)?.value === true);
    const verifiers = ['keyless', 'publicKey'].flatMap(name => getEntry(rule, name) ?? []);
    const [first, second] = verifiers;
    if (!get(rule, 'image')) refuse({ at: rule, message: 'a rule needs an image' });
    if (skip && deny) refuse({ at: rule, message: 'a rule can not both skip and deny' });
    if ((skip || deny) && first)
      refuse({ at: first.key, message: 'what is skipped or denied has no verifier' });
    if (!skip && !deny && !first)
      refuse({ at: rule, message: 'a rule needs a verifier: keyless or `publicKey`' });
    if (second) refuse({ at: second.key, message: 'a rule has only one verifier' });
  }
};

/**
 * What kinds of the running machine ask of their values.
 *
 * @see https://github.com/siderolabs/talos/tree/v1.13.0/pkg/machinery/config/types/runtime
 * @see https://github.com/siderolabs/talos/tree/v1.13.0/pkg/machinery/config/types/security
 */
export const RUNTIME_CHECKS: readonly (readonly [kinds: string, check: Check])[] = [
  ['ExtensionServiceConfig', checkFiles],
  ['OOMConfig', checkTrigger],
  ['EnvironmentConfig', checkVariables],
  ['ImageVerificationConfig', checkImages],
];
