import { relative, resolve } from 'node:path';
import { makePolicy } from '../config/load.ts';
import type { CustomRule } from '../config/policy.ts';
import { lint } from '../lint.ts';
import type { SourceText } from '../source/text.ts';
import { plural } from '../text/plural.ts';
import { checkDirectory } from './directory.ts';
import { output } from './output.ts';
import { policyError, policyReader, readPolicyFile } from './policy-file.ts';
import { gitTop } from './repository.ts';
import { type Sample, samplesOf, sampleTree } from './samples.ts';
import { UsageError } from './usage-error.ts';

/**
 * Tries the samples that stand beside rules of one's own: a rule must say nothing of the good ones, and something of
 * each bad one.
 *
 * @returns the exit status: 1 where a sample is judged otherwise than it is called
 */
export function testPolicy(path: string): number {
  checkDirectory(path);
  const top = gitTop(path) ?? path;
  const file = readPolicyFile(true, path, top);
  if (!file) throw new UsageError('there is no policy file', 'pitower-lint init writes one.');
  const own = { ...file, path: relative(top, resolve(path, file.path)) };
  const policy = makePolicy(own, 'inferred', policyReader(resolve(top), top));
  if (!('preset' in policy)) throw policyError(policy);
  const rules = policy.custom ?? [];
  const repository = policy.repository?.[0] ?? 'https://git.example.com/cluster.git';
  const judging = { policyFile: own, top, repository };
  const wrong = rules.flatMap(rule =>
    samplesOf(rule).flatMap(sample => judge(rule, sample, judging)),
  );
  const count = rules.flatMap(samplesOf).length;
  const without = rules.filter(rule => samplesOf(rule).length === 0).map(({ id }) => id);
  output(
    [
      ...wrong.map(text => `${text}\n`),
      ...without.map(id => `${id} has no samples\n`),
      `${plural(rules.length, 'rule')}, ${plural(count, 'sample')}, ${wrong.length} judged otherwise than they are called\n`,
    ].join(''),
  );
  return wrong.length > 0 ? 1 : 0;
}

interface Judging {
  readonly policyFile: SourceText;
  readonly top: string;
  /** What an Application calls the repository by. */
  readonly repository: string;
}

/** What is wrong with how a rule judges a sample; nothing where it judges as the sample is called. */
function judge(
  { id }: CustomRule,
  sample: Sample,
  { policyFile, top, repository }: Judging,
): string[] {
  const outcome = lint({
    tree: sampleTree(sample, repository),
    policyFile,
    readPolicy: policyReader(resolve(top), top),
    rules: [],
    isWanted: name => name === id,
    severities: new Map([[id, 'error' as const]]),
  });
  if (outcome.status !== 'linted') throw new UsageError(`${id}: the sample can't be read`);
  const said = outcome.report.findings.filter(
    ({ ruleId, at }) => ruleId === id && at.file.path === sample.file,
  );
  const name = `${id}: ${sample.kind} sample ${sample.number}`;
  if (sample.kind === 'good' && said.length > 0)
    return [`${name} is reported: ${said[0]?.message}`];
  return sample.kind === 'bad' && said.length === 0 ? [`${name} is not reported`] : [];
}
