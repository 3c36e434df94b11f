/**
 * Compares what the linter says of patches with what Talos' own machinery does: of our own vectors, and of
 * every patch that folders hold. Needs Go, and its module proxy the first time:
 * `npm run talos-machinery -- [VERSION] [FOLDER...]`.
 *
 * @see https://github.com/siderolabs/talos/tree/main/pkg/machinery
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEFT, MORE_VECTORS } from '../test/loaders/talos/more-vectors.ts';
import { refusalsOf } from '../test/loaders/talos/support.ts';
import { VALUE_VECTORS } from '../test/loaders/talos/value-vectors.ts';
import { hasGo, MACHINERY, machineryAnswers } from './talos-machinery/ask.ts';

interface Patch {
  readonly from: string;
  readonly role: string;
  readonly patch: string;
}

const TALOS_DOCUMENT =
  /^apiVersion: v1alpha1\nkind: (?:\w+Config|\w+Volume\w*|Watchdog\w+|ExtensionServiceConfig)$/m;

const [version = MACHINERY, ...folders] = process.argv.slice(2);
const vectors = [...VALUE_VECTORS, ...MORE_VECTORS, ...LEFT].map(([role, patch]) => ({
  from: 'vector',
  role,
  patch: `${patch.replaceAll('|', '\n')}\n`,
}));
const patches: readonly Patch[] = folders.length === 0 ? vectors : folders.flatMap(patchesIn);

/** The files below a folder that are patches as they stand: neither templates nor encrypted. */
function patchesIn(folder: string): Patch[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.ya?ml$/.test(path) && !/(?:^|\/)(?:node_modules|\.git)\//.test(path))
    .sort()
    .flatMap(path => {
      const patch = textOf(join(folder, path));
      const isPatch = /^(?:machine|cluster):$/m.test(patch) || TALOS_DOCUMENT.test(patch);
      if (!isPatch || /\{\{|\$\{|^sops:|^clusterName:/m.test(patch)) return [];
      return [{ from: path, role: /work/i.test(path) ? 'worker' : 'controlplane', patch }];
    });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

if (hasGo()) compare();
else process.stdout.write('SKIPPED: go is not installed\n');

function compare(): void {
  const machines = patches.map(({ role, patch }) => ({ role, patches: [patch] }));
  const answers = machineryAnswers(machines, { version });
  if (typeof answers === 'string') throw new Error(answers);
  let differ = 0;
  for (const [index, { from, role, patch }] of patches.entries()) {
    const theirs = answers[index] ?? 'no answer';
    const ours = refusalsOf(version, { [role]: patch }).join('; ');
    if ((theirs === '') === (ours === '')) continue;
    differ++;
    process.stdout.write(
      `${from === 'vector' ? `${role}\n${patch}` : `${from} (${role})\n`}  Talos: ${theirs || 'ok'}\n  here:  ${ours || 'ok'}\n`,
    );
  }
  process.stdout.write(`${patches.length - differ} of ${patches.length} agree with ${version}\n`);
  if (differ > 0) process.exitCode = 1;
}
