import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { CodedError } from '../../common/codedError.ts';
import type { Connection } from '../connection.ts';
import { writeWholeFile } from '../wholeFile.ts';
import { type ArchiveFile, checkTarget, mostSignedBytes, openArchive, signedTooLarge } from './archiveFile.ts';
import { explainService } from '../service/explainService.ts';
import { signingFailed } from './followJob.ts';
import type { SigningJob, SignRequest } from './signerApi.ts';
import { signerService } from './services.ts';

const operation = 'SignArchive';
/** Without a byte either way: it signs within seconds. */
const stallTimeoutMs = 5 * 60_000;
/** Of an error's text. */
const mostErrorBytes = 64 * 1024;

/** The Local region takes the zip itself and answers the signed one. `jobOf` asks for its job. */
export async function signWithRegion(
  connection: Connection,
  request: SignRequest,
  jobOf: (id: string, signal: AbortSignal) => Promise<SigningJob>,
  signal: AbortSignal,
): Promise<SigningJob> {
  await checkTarget(request);
  await using archive = await openArchive(request.archive);
  try {
    signal.throwIfAborted();
    request.onProgress?.('uploading');
    const sent = post(connection, request, archive, signal);
    try {
      const response = await answerTo(sent, request, archive);
      const id = header(response, 'x-signer-job-id');
      if (response.statusCode !== 200 || id === undefined) throw await refusal(response, id);
      request.onProgress?.('downloading');
      // Once the file is there, nothing fails any more.
      const job = await jobOf(id, signal);
      await writeWholeFile(request.signed, response, { most: mostSignedBytes, tooLarge: signedTooLarge });
      return job;
    } finally {
      sent.destroy();
    }
  } catch (error) {
    throw explainService(error, { connection, operation, service: signerService, ofCredentials: false, cancelled: signal.aborted });
  }
}

function post({ endpoint }: Connection, { profileName }: SignRequest, archive: ArchiveFile, signal: AbortSignal): ClientRequest {
  const url = new URL(`/signing-jobs/with-archive?${new URLSearchParams({ profileName }).toString()}`, endpoint);
  const headers = { 'content-type': 'application/zip', 'content-length': archive.size };
  const sent = httpRequest(url, { method: 'POST', headers, signal });
  return sent.setTimeout(stallTimeoutMs, () => sent.destroy(timedOut()));
}

/** It may answer before it has read all, and read no more. */
function answerTo(sent: ClientRequest, { onProgress }: SignRequest, archive: ArchiveFile): Promise<IncomingMessage> {
  const answered = responseOf(sent);
  const uploaded = pipeline(archive.pieces(), sent).then(
    () => {
      onProgress?.('signing');
      return answered;
    },
    (error: unknown) => {
      // What ends the connection is told to `answered` too.
      if (error instanceof CodedError) throw error;
      return answered;
    },
  );
  return Promise.race([answered, uploaded]);
}

function responseOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    // After the response it is told there too.
    sent.on('error', reject);
  });
}

/** As the SDK would throw what the service answered. */
async function refusal(response: IncomingMessage, jobId: string | undefined): Promise<Error> {
  const text = await beginningOf(response);
  const message = messageIn(text);
  if (jobId !== undefined && response.statusCode === 400) return signingFailed(jobId, message);
  const name = header(response, 'x-amzn-errortype')?.split(':')[0] ?? 'Error';
  const requestId = header(response, 'x-amzn-requestid');
  return Object.assign(new Error(message ?? ''), { name, $metadata: { httpStatusCode: response.statusCode, requestId } });
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    size += piece.length;
    if (size > mostErrorBytes) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

function messageIn(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const message: unknown = typeof body === 'object' && body !== null ? (Reflect.get(body, 'message') ?? Reflect.get(body, 'Message')) : undefined;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function timedOut(): Error {
  return Object.assign(new Error('no byte for too long'), { name: 'TimeoutError' });
}
