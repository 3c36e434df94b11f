import type { DnsController } from '../../model/cluster/dns/controllers.ts';
import { isDnsKey, isOtherWord } from '../../model/cluster/dns/controllers.ts';
import { type Annotation, annotationsAt } from '../../model/cluster/network/services.ts';
import { code } from '../../text/code.ts';
import { quoteScalar, replaceScalar } from '../../yaml/edits.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { fixOf, type Report, type Rule, see } from '../rule.ts';

export const labelValue: Rule = {
  id: 'dns/label-value',
  scope: 'cluster',
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
    const filters: Filter[] = cluster.dnsControllers.flatMap(controller =>
      [...controller.labelFilter, ...controller.gatewayLabelFilter].flatMap(
        ({ key, operator, values }) =>
          operator === '=' && values.length === 1
            ? [{ key, value: values[0] ?? '', controller }]
            : [],
      ),
    );
    for (const { value } of cluster.resources.deployed) {
      for (const item of annotationsAt(value, 'metadata', 'labels')) {
        const filter = filters.find(
          candidate => candidate.key === item.key.text && isOtherWord(item.text, candidate.value),
        );
        const finding = isString(item.value)
          ? filter && otherWord(item, filter)
          : notString(item, filter?.value);
        if (finding) report(finding);
      }
      for (const item of [
        ...annotationsAt(value, 'metadata', 'annotations'),
        ...annotationsAt(value, 'spec', 'infrastructure', 'annotations'),
      ]) {
        const finding = isString(item.value) ? undefined : notString(item);
        if (finding) report(finding);
      }
    }
  },
};

/** The one value of a label that a controller's filter asks for. */
interface Filter {
  readonly key: string;
  readonly value: string;
  readonly controller: DnsController;
}

function otherWord({ key, value, text }: Annotation, filter: Filter): Report {
  const [argument] = filter.controller.args.filter(arg => arg.value.includes(key.text));
  return {
    at: value,
    message: `the filter asks for \`${key.text}=${filter.value}\`, not \`${text}\``,
    help: `Write ${code(`"${filter.value}"`)}.`,
    fix:
      value.kind === 'scalar'
        ? fixOf('safe', `Write "${filter.value}"`, replaceScalar(value, filter.value))
        : undefined,
    related: argument && [see(argument.valueAt, 'the filter')],
  };
}

/** Values that a chart renders are strings. */
const isString = (value: LocatedValue): boolean =>
  value.kind === 'scalar' && (typeof value.value === 'string' || value.origin.made !== undefined);

/**
 * What a label or annotation of external-dns is when it is not a string; schema/label-value speaks of
 * all others.
 *
 * @param meant what a filter asks for instead of the value
 */
function notString({ key, value }: Annotation, meant?: string): Report | undefined {
  if (!isDnsKey(key.text) || value.kind !== 'scalar') return undefined;
  const isNull = value.value === null;
  const edit = meant === undefined ? quoteScalar(value) : replaceScalar(value, meant);
  return {
    at: isNull ? key : value,
    message: `\`${key.text}\` must be a string, and ${isNull ? 'it is null' : `${code(value.text)} is a ${typeof value.value}`}`,
    help: isNull
      ? 'Write the value that is meant, in quotes.'
      : `Write ${code(`"${meant ?? value.text}"`)}.`,
    fix: fixOf('safe', meant === undefined ? 'Quote it' : `Write \`${meant}\``, edit),
  };
}
