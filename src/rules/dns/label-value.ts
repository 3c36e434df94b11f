import { ALPHA_PREFIX, isOtherWord, STABLE_PREFIX } from '../../model/cluster/dns.ts';
import { type Annotation, annotationsAt } from '../../model/cluster/services.ts';
import { quoteScalar, replaceScalar } from '../../model/edits.ts';
import { fixOf, type Report, type Rule, see } from '../rule.ts';

export const labelValue: Rule = {
  id: 'dns/label-value',
  severity: 'error',
  summary:
    'An external-dns label or annotation whose value is not a string, or not the one that the filter asks for.',
  rationale:
    "Labels and annotations are strings: the API refuses `true` or `300` without quotes. A label with another value than the filter's is as good as none.",
  remedy: 'Quote the value; write it exactly as the filter does.',
  reference:
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  fixable: 'safe',
  check({ cluster, report }) {
    const filters = cluster.dnsControllers.flatMap(controller =>
      [...controller.labelFilter, ...controller.gatewayLabelFilter].flatMap(
        ({ key, operator, values }) =>
          operator === '=' && values.length === 1
            ? [{ key, value: values[0] ?? '', controller }]
            : [],
      ),
    );
    for (const { value } of cluster.resources.deployed) {
      const labels = annotationsAt(value, 'metadata', 'labels');
      for (const item of [
        ...labels,
        ...annotationsAt(value, 'metadata', 'annotations'),
        ...annotationsAt(value, 'spec', 'infrastructure', 'annotations'),
      ]) {
        const finding = isDns(item.key.text) ? notString(item) : undefined;
        if (finding) report(finding);
      }
      for (const { key, value: written, text } of labels) {
        const filter = filters.find(candidate => candidate.key === key.text);
        if (!filter || notString({ key, value: written, text }) || !isOtherWord(text, filter.value))
          continue;
        const [argument] = filter.controller.args.filter(arg => arg.value.includes(key.text));
        report({
          at: written,
          message: `the filter asks for ${key.text}=${filter.value}, not ${text}`,
          help: `Write "${filter.value}".`,
          fix:
            written.kind === 'scalar'
              ? fixOf('safe', `Write ${filter.value}`, replaceScalar(written, filter.value))
              : undefined,
          related: argument && [see(argument.valueAt, 'the filter')],
        });
      }
    }
  },
};

/** What a label or annotation is when it is not a string. Values that a chart renders are strings. */
function notString({ key, value }: Annotation): Report | undefined {
  if (value.kind !== 'scalar' || typeof value.value === 'string' || value.origin.made)
    return undefined;
  const isNull = value.value === null;
  return {
    at: isNull ? key : value,
    message: `${key.text} must be a string, and ${isNull ? 'it is null' : `${value.text} is a ${typeof value.value}`}`,
    help: isNull ? 'Write what it is to be, in quotes.' : `Write "${value.text}".`,
    fix: fixOf('safe', 'Quote it', quoteScalar(value)),
  };
}

const isDns = (key: string): boolean =>
  key.startsWith(ALPHA_PREFIX) || key.startsWith(STABLE_PREFIX);
