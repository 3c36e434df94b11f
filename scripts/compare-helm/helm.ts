import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the real Helm prints, or why it refuses. */
export type Printed =
  | { readonly output: string; readonly isUnchecked?: boolean }
  | { readonly error: string };

export const KUBE = '1.34.0';

/**
 * Runs the real Helm once; what it printed is kept in a directory, where one is given.
 *
 * @param run which of several runs it is: what differs between two is random
 */
export function helmTemplate(
  helm: string,
  chart: string,
  values: string | undefined,
  { cache, scratch, run = 0 }: { cache?: string | undefined; scratch: string; run?: number },
): Printed {
  const key = createHash('sha256')
    .update(JSON.stringify([helm, chart, values, run]))
    .digest('hex');
  const kept = cache && join(cache, `${key}.json`);
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Printed;
  const args = ['template', 'rel', chart, '-n', 'ns', '--kube-version', KUBE];
  if (values !== undefined) {
    const file = join(scratch, 'values.yaml');
    writeFileSync(file, values);
    args.push('-f', file);
  }
  const execute = (...more: string[]) =>
    spawnSync(helm, [...args, ...more], { encoding: 'utf8', maxBuffer: 1 << 29 });
  let ended = execute();
  // A schema of elsewhere that can't be had says nothing of the values.
  const isUnchecked = /failing loading "https?:/.test(ended.stderr);
  if (isUnchecked) ended = execute('--skip-schema-validation');
  if (ended.error) throw ended.error;
  const printed: Printed =
    ended.status === 0
      ? { output: ended.stdout, ...(isUnchecked && { isUnchecked }) }
      : { error: ended.stderr.trim() };
  if (kept && cache) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(kept, JSON.stringify(printed));
  }
  return printed;
}
