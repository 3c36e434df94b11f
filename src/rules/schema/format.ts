import { formatFlaws } from '../../model/cluster/workloads/formats.ts';
import { code } from '../../text/code.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const format: Rule = {
  id: 'schema/format',
  severity: 'error',
  summary: 'An amount of a resource, or a name of a port, in a form that the API refuses.',
  rationale:
    'Field and type are right, so that a schema finds nothing: `330i` and `2GB` are no quantities, and a port has at most 15 characters for its name. The object is refused when it is applied.',
  remedy: 'Write amounts with `Mi`, `Gi` or `m`, and names of ports with at most 15 characters.',
  reference:
    'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/#Quantity',
  check({ cluster, report }) {
    const flaws = formatFlaws({
      resources: cluster.resources,
      workloads: cluster.workloads,
      releases: cluster.helmReleases.map(({ release }) => release),
    });
    const written = flaws.filter(({ at }) => at.origin.made === undefined);
    for (const { at, what } of oncePerPlace(written, item => item.at.origin))
      report(
        what === 'quantity'
          ? {
              at,
              message: `${code(at.text)} is not a quantity`,
              help: meant(at.text),
            }
          : {
              at,
              message: `${code(at.text)} is not a name of a port: at most 15 lower-case letters, digits and single hyphens, with a letter among them`,
              help: 'Shorten it, here and where it is referred to.',
            },
      );
  },
};

/** The unit that was meant, where that is clear: `2GB` is two gibibytes to whom wrote it. */
function meant(text: string): string {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGT])i?[bB]?$/i.exec(text) ?? [];
  return amount
    ? `Write \`${amount}${unit.toUpperCase()}i\`.`
    : 'Units are `Ki`, `Mi`, `Gi`, `Ti`, and `m` for thousandths.';
}
