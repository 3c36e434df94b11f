import type { SourceText } from '../source/text.ts';
import { itemsAt, textAt } from '../yaml/access.ts';
import { parseYaml } from '../yaml/parse.ts';
import { type ChartReference, chartReference, referenceKey } from './reference.ts';

/** Beside the policy: which archive each chart is, so that every machine says the same. */
export const LOCK_FILE = '.pitower-lint.charts.lock';

export interface LockedChart extends ChartReference {
  /** Of the archive, in lower-case hexadecimals. */
  readonly sha256: string;
}

export type ChartLock = ReadonlyMap<string, LockedChart>;

export const EMPTY_LOCK: ChartLock = new Map();

/** A place of the lock that can't be read. */
export interface LockError {
  readonly message: string;
  readonly at: { readonly file: SourceText; readonly start: number; readonly end: number };
}

/** Reads a lock, or says what is wrong with it: half a lock would be no lock. */
export function readLock(file: SourceText): ChartLock | LockError {
  const { documents, problems, broken } = parseYaml(file);
  const [problem] = problems;
  const whole = { file, start: 0, end: 0 };
  if (broken) return { message: problem?.message ?? 'it is not YAML', at: problem?.at ?? whole };
  const locked = new Map<string, LockedChart>();
  for (const item of itemsAt(documents[0]?.value, 'charts')) {
    const text = (key: string): string => textAt(item, key) ?? '';
    const sha256 = text('sha256');
    const reference = chartReference({
      name: text('name'),
      repository: text('repository'),
      version: text('version'),
    });
    if (!reference || !/^[0-9a-f]{64}$/.test(sha256)) {
      const message = 'an entry has a name, a repository, an exact version and a sha256';
      return { message, at: item.origin };
    }
    locked.set(referenceKey(reference), { ...reference, sha256 });
  }
  return locked;
}

export const isLockError = (lock: ChartLock | LockError): lock is LockError => 'message' in lock;

/** A lock's text: sorted and a line for each fact, so that merges are easy. */
export function lockText(charts: Iterable<LockedChart>): string {
  const entries = [...charts]
    .sort((a, b) => (referenceKey(a) < referenceKey(b) ? -1 : 1))
    .map(
      ({ name, repository, version, sha256 }) =>
        `  - name: ${name}\n    repository: ${repository}\n    version: "${version}"\n    sha256: "${sha256}"\n`,
    );
  const head =
    '# Made by "pitower-lint charts pull"; commit it. Charts of other digests are not used.\n';
  return `${head}${entries.length === 0 ? 'charts: []\n' : `charts:\n${entries.join('')}`}`;
}
