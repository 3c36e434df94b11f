import { code } from '../../text/code.ts';
import { plural } from '../../text/plural.ts';
import type { Rule } from '../rule.ts';

export const sopsRule: Rule = {
  id: 'secrets/sops-rule',
  severity: 'warning',
  summary:
    'A rule of `.sops.yaml` that is for no file, while there are encrypted files that no rule is for.',
  rationale:
    'SOPS finds "no matching creation rules" for those files: they cannot be encrypted anew, and their keys cannot be rotated with all the others.',
  remedy: 'Correct `path_regex`: it is a regular expression on the path from the configuration.',
  reference: 'https://getsops.io/docs/#using-sopsyaml-conf-to-select-kms-pgp-and-age-for-new-files',
  check({ cluster, report }) {
    for (const { at, left } of cluster.idleSopsRules) {
      const [first = '', ...others] = left;
      const rest =
        others.length > 0
          ? ` and ${plural(others.length, 'other encrypted file')} have no rule`
          : ', which is encrypted, has no rule';
      report({
        at,
        message: `no file has a path that fits ${code(at.text)}, and ${code(first)}${rest}`,
      });
    }
  },
};
