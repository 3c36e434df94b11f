import { describe } from '../../model/cluster/objects/owned.ts';
import { claimUses, isFromTemplate } from '../../model/cluster/storage/mounts.ts';
import { missing } from '../../model/lookup.ts';
import { commentsAt } from '../../source/comments.ts';
import { dirname } from '../../source/tree.ts';
import { nearest, slipOf } from '../../text/nearest.ts';
import { countIn, countOption } from '../options.ts';
import type { Rule } from '../rule.ts';

/** In so many directories none is forgotten. */
const MANY = 3;

export const missingClaim: Rule = {
  id: 'storage/missing-claim',
  scope: 'cluster',
  severity: 'error',
  habit: { of: 'error', most: 3, becomes: 'info' },
  summary: 'A claim that a workload mounts and nothing declares.',
  rationale: 'The pod stays Pending until somebody makes the claim.',
  remedy: 'Declare the claim in the same namespace, or mount the one that exists.',
  reference: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes',
  options: {
    elsewhere: countOption(
      MANY,
      'So many directories whose claims are missing have them made elsewhere, where fewer are declared',
    ),
  },
  check({ cluster, options, report }) {
    const { resources, volumeClaims } = cluster;
    const uses = claimUses(cluster.workloads, volumeClaims).map(use => {
      const { namespace } = use.workload;
      const key = { group: '', kind: 'PersistentVolumeClaim', namespace };
      const answer = resources.find({ ...key, name: use.at.text });
      const isMade = isFromTemplate(volumeClaims, namespace, use.at.text);
      return { ...use, key, namespace, gone: isMade ? undefined : missing(answer), answer };
    });
    // What a chart makes for itself tells nothing of what the repository does.
    const made = new Set(
      uses.flatMap(({ answer }) =>
        answer.status === 'found' && !answer.value.release ? [answer.value] : [],
      ),
    ).size;
    const gone = new Set(
      uses.filter(use => use.gone).map(({ at }) => dirname(at.origin.file.path)),
    );
    // Who makes most of the claims elsewhere makes this one there, too.
    const isElsewhere = gone.size >= countIn(options, 'elsewhere', MANY) && gone.size > made;
    for (const { workload, at, gone, namespace, key } of uses) {
      if (!gone) continue;
      if (isElsewhere && slipOf(at.text, [gone.nearest ?? '']) === undefined) {
        resources.leaveOpen(
          'the claims are made outside of the repository',
          `${namespace}/${at.text}`,
        );
        continue;
      }
      if (tellsOf(commentsAt(at.origin), at.text)) {
        resources.leaveOpen('a comment tells of the claim', `${namespace}/${at.text}`);
        continue;
      }
      const own = resources.names(key);
      const elsewhere = volumeClaims.find(({ name }) => name === at.text);
      const meant = nearest(at.text, own);
      report({
        at,
        message: `nothing declares the claim \`${namespace}/${at.text}\` that ${describe(workload.resource)} mounts`,
        help: meant
          ? `Did you mean \`${meant}\`?`
          : elsewhere && `There is one in the namespace \`${elsewhere.namespace}\`.`,
        doubt: gone.doubt,
        missing: `PersistentVolumeClaim ${namespace}/${at.text}`,
      });
    }
  },
};

/** Whether a text tells of a claim by its name, in whatever language: who writes that knows that it is there. */
const tellsOf = (text: string, name: string): boolean =>
  /\bPVC\b/.test(text) && text.split(/[^\w.-]+/).includes(name);
