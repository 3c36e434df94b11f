/** Something that could not be had, in words for a table. */
export class PullError extends Error {}

export interface Download {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** Where it was in the end, after all redirections. */
  readonly url: string;
}

export interface DownloadOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the host that is asked first, and to no other. */
  readonly authorization?: string | undefined;
  /** The largest body that is read, in bytes. */
  readonly limit: number;
}

const MAX_REDIRECTS = 5;
/** For a whole answer, in milliseconds: charts are small, indexes some MB. */
const TIMEOUT = 60_000;

/**
 * Gets a URL: https only, unless it is of this machine; nothing that is larger than the limit.
 *
 * @throws PullError where there is no answer, or none that may be taken
 */
export async function download(url: string, options: DownloadOptions): Promise<Download> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const first = checkedUrl(url);
  let at = first;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const isFirstHost = at.origin === first.origin;
    const response = await ask(
      at,
      isFirstHost ? options : { ...options, authorization: undefined },
      signal,
    );
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      at = checkedUrl(location, at);
      continue;
    }
    const bytes = await bodyOf(response, options.limit);
    return { status: response.status, headers: response.headers, bytes, url: at.href };
  }
  throw new PullError(`${url} is redirected too often`);
}

/**
 * A URL that may be asked. Plain http is for this machine, and only where the person's own URL said so:
 * no server leads here.
 */
export function checkedUrl(text: string, from?: URL): URL {
  if (!URL.canParse(text, from?.href)) throw new PullError(`"${text}" is not a URL`);
  const url = new URL(text, from?.href);
  if (url.username + url.password !== '') throw new PullError('the URL holds credentials');
  const isHere = isLoopback(url) && (from === undefined || isLoopback(from));
  if (isHere && /^https?:$/.test(url.protocol)) return url;
  if (isLoopback(url)) throw new PullError(`${from?.host} leads to this machine`);
  if (url.protocol !== 'https:') throw new PullError(`${url.host} is not asked without TLS`);
  return url;
}

/** An address of this machine. */
export const isLoopback = ({ hostname }: Pick<URL, 'hostname'>): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

async function ask(
  url: URL,
  { headers = {}, authorization }: DownloadOptions,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      redirect: 'manual',
      signal,
      headers: {
        ...headers,
        'user-agent': 'pitower-lint',
        ...(authorization !== undefined && { authorization }),
      },
    });
  } catch (error) {
    throw new PullError(`${url.host} can't be reached: ${causeOf(error)}`);
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (cause instanceof Error) return cause.message || String((cause as { code?: unknown }).code);
  return error.message;
}

async function bodyOf(response: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > limit) throw new PullError(`larger than ${Math.round(limit / 1024 / 1024)} MiB`);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof PullError ? error : new PullError(`broken off: ${causeOf(error)}`);
  }
  return Buffer.concat(parts);
}
