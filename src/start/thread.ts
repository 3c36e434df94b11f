import { Worker } from 'node:worker_threads';
import { LintError, type LintErrorData } from '../library/error.ts';
import type { JobName, Outcome } from '../library/jobs.ts';
import type { CallOptions } from '../library/types.ts';

/** What the thread is told of a call. */
export interface Call {
  readonly name: JobName;
  readonly options: object;
}

/** What the thread says: how far it is, and in the end what came of it. */
export type Message = { readonly stage: string } | Outcome;

/**
 * Carries a call out in a thread of its own: the caller's is free meanwhile, and can end the call at any moment.
 *
 * @param program the URL of the thread's program
 */
export async function inThread(
  program: URL,
  name: JobName,
  { signal, onProgress, ...options }: CallOptions,
): Promise<unknown> {
  signal?.throwIfAborted();
  const call: Call = { name, options };
  // The flags of the caller's Node are for its own program, such as what language `--eval` is in.
  const worker = new Worker(program, { workerData: call, execArgv: [] });
  let onAbort = () => {};
  try {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const tell = (stage: string) => {
        try {
          onProgress?.(stage);
        } catch (error) {
          reject(error);
        }
      };
      onAbort = () => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.on('message', (message: Message) =>
        'stage' in message ? tell(message.stage) : resolve(message),
      );
      worker.on('error', reject);
      worker.on('exit', status => resolve({ error: ended(status) }));
    });
    if ('result' in outcome) return outcome.result;
    // Made here, and not where the message came in, its trace leads to the caller.
    throw new LintError(outcome.error);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

const ended = (status: number): LintErrorData => ({
  code: 'internal',
  message: `the thread ended with the status ${status}`,
  help: 'Please report it.',
  problems: [],
});
