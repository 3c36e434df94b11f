import { isDnsKey } from '../../model/cluster/dns/controllers.ts';
import { labelsOf } from '../../model/cluster/objects/labels.ts';
import { labelAt, labelKeyFlaw, labelValueFlaw } from '../../model/schema/labels.ts';
import { code } from '../../text/code.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { quoteScalar } from '../../yaml/edits.ts';
import type { LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { fixOf, type Rule } from '../rule.ts';

export const labelValue: Rule = {
  id: 'schema/label-value',
  severity: 'error',
  habit: { of: 'error', most: 5, becomes: 'info' },
  summary: 'Labels and annotations that are not strings, and labels that are not legal.',
  rationale:
    'Labels and annotations are strings: the API refuses `true` or `8080` without quotes, and with it the whole object. kustomize writes the annotations of an object as texts, and leaves all else as it is. Labels are words of 63 characters at most.',
  remedy: 'Quote the value; keep long or free text in an annotation.',
  reference:
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  fixable: 'safe',
  check({ cluster, report }) {
    for (const { at, path, unquoted } of cluster.schemaFlaws) {
      const label = labelAt(path);
      // dns/label-value speaks of external-dns' own keys.
      if (!label || !unquoted || isDnsKey(label.key)) continue;
      report({
        at,
        message: `\`${label.key}\` must be a string, and \`${unquoted.text}\` is a ${typeof unquoted.value}`,
        help: `Write ${code(`"${unquoted.text}"`)}.`,
        fix: fixOf('safe', 'Quote it', quoteScalar(unquoted)),
      });
    }
    for (const { key, value, isLabel } of cluster.resources.deployed.flatMap(labelsOf)) {
      const keyFlaw = isGiven(key) ? labelKeyFlaw(key.text) : undefined;
      if (keyFlaw)
        report({
          at: key,
          message: `the key \`${key.text}\` ${keyFlaw}`,
          help: 'Write such a key, or remove it.',
        });
      const valueFlaw = isLabel && isGiven(value) ? labelValueFlaw(value.text) : undefined;
      if (valueFlaw)
        report({
          at: value,
          message: `the value of the label \`${key.text}\` ${valueFlaw}`,
          help: 'Shorten the value, or put it in an annotation.',
        });
    }
  },
};

/** Text that is as somebody wrote it, and final. */
const isGiven = (value: LocatedValue): value is LocatedScalar =>
  value.kind === 'scalar' && !value.origin.made && !isPlaceholder(value.text);
