import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../common/clock.ts';
import { CodedError, codeOf } from '../common/codedError.ts';
import type { DownloadProgress, SignedBy } from './codeApi.ts';
import type { Connection, ConnectionProblemCode } from './connection.ts';
import { ConnectionError } from './connectionError.ts';
import { errorKind } from './errorNames.ts';
import { nameOfFacts, thrownFacts } from './thrownFacts.ts';
import { writeWholeFile } from './wholeFile.ts';

export interface CodeDownloader {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly send: typeof fetch;
}

/** Where a package lies, as Lambda says. */
export interface CodeLocation {
  /** The function's name, or the layer version's ARN. */
  readonly of: string;
  /** `S3`, `ECR`, or of the Local region `Folder`. */
  readonly kind: string;
  /** Signed: it is told to nobody. */
  readonly url: string | undefined;
  /** In base64. */
  readonly sha256: string | undefined;
  /** In bytes. */
  readonly size: number | undefined;
  readonly signedBy: SignedBy;
}

/** No package of Lambda is larger: 250 MB unpacked, and zips of it are smaller or hardly larger. In bytes. */
const mostBytes = 300 * 1024 * 1024;
const mostRedirects = 5;
/** Without a byte. */
const stallTimeoutMs = 60_000;

/** Why there is no package to load, by what Lambda calls the place. */
const without: Readonly<Record<string, readonly [code: string, why: string]>> = {
  ECR: ['CODE_IS_IMAGE', 'it is a container image, which has no package. Code signing does not concern it.'],
  Folder: ['CODE_IS_FOLDER', 'it runs from a folder of the workspace, and has no package before it is deployed.'],
};

/**
 * Writes a package to a file, whole or not at all; resolves to its size in bytes. Follows redirects to http and https only. Rejects with
 * ConnectionError, or CodedError: `CODE_IS_IMAGE`, `CODE_IS_FOLDER`, `CODE_TOO_LARGE`, `CODE_DAMAGED`, `DISK_FULL`, `FILE_UNWRITABLE`.
 */
export async function downloadPackage(
  downloader: CodeDownloader,
  location: CodeLocation,
  file: string,
  signal: AbortSignal | undefined,
  onProgress: DownloadProgress = () => {},
): Promise<number> {
  const { of, kind, url, sha256, size } = location;
  const why = without[kind];
  if (why !== undefined) throw new CodedError(why[0], `The code of ${of} cannot be loaded: ${why[1]}`, { details: { of } });
  const stalled = new AbortController();
  const stop = AbortSignal.any([stalled.signal, ...(signal === undefined ? [] : [signal])]);
  const guard = new StallGuard(downloader.clock, () => stalled.abort());
  try {
    const pieces = await open(downloader, url, stop, guard);
    const hash = createHash('sha256');
    let received = 0;
    const checked = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        guard.reset();
        hash.update(piece);
        yield piece;
        received += piece.length;
        onProgress(received, size);
      }
      // Before the file gets its name.
      if (sha256 !== undefined && hash.digest('base64') !== sha256) throw damaged(of);
    };
    return await writeWholeFile(file, checked(), { most: mostBytes, tooLarge: () => tooLarge(of) });
  } catch (error) {
    throw explained(error, { connection: downloader.connection, of, cancelled: signal?.aborted === true, stalled: stalled.signal.aborted });
  } finally {
    guard.stop();
  }
}

async function open(
  { connection, send }: CodeDownloader,
  url: string | undefined,
  signal: AbortSignal,
  guard: StallGuard,
): Promise<AsyncIterable<Uint8Array>> {
  signal.throwIfAborted();
  let next = new URL(url ?? 'none:');
  // The Local region's packages are files of this machine; AWS's never are.
  if (next.protocol === 'file:' && connection.profile === undefined) {
    return createReadStream(fileURLToPath(next), { signal }) as AsyncIterable<Buffer>;
  }
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (next.protocol !== 'https:' && next.protocol !== 'http:') throw refused('it is at no web address');
    guard.reset();
    const response = await send(next, { redirect: 'manual', signal });
    const { status, body, headers } = response;
    if (status === 200 && body !== null) return body as AsyncIterable<Uint8Array>;
    await body?.cancel();
    const target = headers.get('location');
    if (status < 300 || status >= 400 || target === null) throw refused(`status ${status}`, status);
    const from = next.protocol;
    next = new URL(target, next);
    if (from === 'https:' && next.protocol === 'http:') throw refused('it is redirected to an address that is not protected');
  }
  throw refused('there are too many redirects');
}

/** What the place answered. */
class Refusal extends Error {
  readonly status: number | undefined;

  constructor(why: string, status: number | undefined) {
    super(why);
    this.status = status;
  }
}

const refused = (why: string, status?: number): Refusal => new Refusal(why, status);

interface FailedDownload {
  readonly connection: Connection;
  readonly of: string;
  readonly cancelled: boolean;
  readonly stalled: boolean;
}

/** Without the address, which is signed: whoever has it may read the code. */
function explained(error: unknown, { connection, of, cancelled, stalled }: FailedDownload): CodedError {
  const { profile, region } = connection;
  const problem = (code: ConnectionProblemCode, message: string, errorName: string): ConnectionError =>
    new ConnectionError(code, message, { operation: 'DownloadCode', region, ...(profile !== undefined && { profile }), errorName });
  if (cancelled) return problem('cancelled', 'Cancelled.', 'AbortError');
  if (stalled) return problem('network', `The code of ${of} stopped coming. Look at the network connection, and try again.`, 'TimeoutError');
  if (error instanceof CodedError) return error;
  if (error instanceof Refusal) return problem('service', `The code of ${of} cannot be loaded: ${error.message}. Try again in a moment.`, 'Refused');
  // fetch tells why in the cause.
  const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
  const facts = thrownFacts(cause);
  const name = nameOfFacts(facts);
  const message = `The code of ${of} cannot be loaded (${name}). Look at the network connection and a proxy, and try again.`;
  const kind = errorKind(facts.code, facts.name, undefined);
  if (kind !== 'service' || codeOf(cause)?.startsWith('UND_ERR') === true) return problem('network', message, name);
  return problem('service', message, name);
}

function damaged(of: string): CodedError {
  return new CodedError('CODE_DAMAGED', `The code of ${of} did not arrive as Lambda has it. Try again.`, { owner: 'system', details: { of } });
}

function tooLarge(of: string): CodedError {
  const message = `The code of ${of} is larger than any package can be: it is not loaded.`;
  return new CodedError('CODE_TOO_LARGE', message, { owner: 'system', details: { of, mostBytes } });
}

/** Calls back when it was not reset for too long. */
class StallGuard {
  readonly #clock: Clock;
  readonly #stalled: () => void;
  #timer: ReturnType<Clock['after']> | undefined;

  constructor(clock: Clock, stalled: () => void) {
    this.#clock = clock;
    this.#stalled = stalled;
    this.reset();
  }

  reset(): void {
    this.stop();
    this.#timer = this.#clock.after(stallTimeoutMs, this.#stalled);
  }

  stop(): void {
    this.#timer?.dispose();
  }
}
