import { textOf } from '../../../source/text.ts';
import { getScalar, itemsAt } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import type { Workload } from './workloads.ts';

/** A variable whose value Helm reads as something else than the text that stands there. */
export interface MisreadVariable {
  readonly at: LocatedScalar;
  readonly name: string;
  /** As it stands in the values. */
  readonly written: string;
  /** What the container gets. */
  readonly actual: string;
}

/** Booleans, numbers that begin with zero or are hexadecimal, and fractions that end in zeros, to YAML 1.1. */
const OTHER_TEXT = /^(?:yes|no|on|off|0\d+|0x[0-9a-f]+|\d+\.\d*0)$/i;

/**
 * Environment variables of a chart's containers whose text is not what the values say: Helm reads
 * values as YAML 1.1, where `on` is a boolean, `022` is eighteen and `1.10` is `1.1`.
 *
 * @see https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/README.md#compatibility
 */
export const misreadVariables = ({
  resource,
  containers,
  initContainers,
}: Workload): MisreadVariable[] =>
  resource.release === undefined
    ? []
    : [...containers, ...initContainers].flatMap(({ value }) =>
        itemsAt(value, 'env').flatMap(item => {
          const at = getScalar(item, 'value');
          const name = getScalar(item, 'name')?.text ?? '';
          if (
            !at ||
            at.origin.made === 'default' ||
            at.origin.alias ||
            typeof at.value !== 'string'
          )
            return [];
          const written = textOf(at.origin);
          const isMisread =
            OTHER_TEXT.test(written) && at.text.toLowerCase() !== written.toLowerCase();
          return isMisread ? [{ at, name, written, actual: at.text }] : [];
        }),
      );
