import { ALPHA_PREFIX, STABLE_PREFIX } from '../../model/cluster/dns.ts';
import { annotationsAt } from '../../model/cluster/services.ts';
import type { Rule } from '../rule.ts';

export const labelValue: Rule = {
  id: 'dns/label-value',
  severity: 'error',
  summary:
    'An external-dns label or annotation whose value is not a string, or not the one that the filter asks for.',
  rationale:
    'Labels and annotations are strings: the API refuses `true` or `300` without quotes. A label with another value than the filter’s is as good as none.',
  remedy: 'Quote the value; write it exactly as the filter does.',
  reference:
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  fixable: 'safe',
  check({ cluster, report }) {
    const wanted = cluster.dnsControllers
      .flatMap(({ labelFilter, gatewayLabelFilter }) => [...labelFilter, ...gatewayLabelFilter])
      .filter(({ operator }) => operator === '=');
    for (const { value } of cluster.resources.deployed) {
      const labels = annotationsAt(value, 'metadata', 'labels');
      const annotations = [
        ...annotationsAt(value, 'metadata', 'annotations'),
        ...annotationsAt(value, 'spec', 'infrastructure', 'annotations'),
      ];
      for (const { key, value: written } of [...labels, ...annotations]) {
        if (!isDns(key.text) || written.kind !== 'scalar' || typeof written.value === 'string')
          continue;
        if (written.origin.made) continue;
        const shown = written.value === null ? 'null' : written.text;
        report({
          at: written.value === null ? key : written,
          message: `${key.text} must be a string, and ${shown} is ${written.value === null ? 'null' : `a ${typeof written.value}`}`,
          help: `Write "${written.text}".`,
        });
      }
      for (const { key, value: written, text } of labels) {
        const near = wanted.filter(requirement => requirement.key === key.text);
        const sameWord = near.find(
          ({ value: expected }) =>
            expected !== text && expected.toLowerCase() === text.toLowerCase(),
        );
        if (sameWord && written.kind === 'scalar' && typeof written.value === 'string') {
          report({
            at: written,
            message: `the filter asks for ${key.text}=${sameWord.value}, not ${text}`,
            help: `Write "${sameWord.value}".`,
          });
        }
      }
    }
  },
};

const isDns = (key: string): boolean =>
  key.startsWith(ALPHA_PREFIX) || key.startsWith(STABLE_PREFIX);
