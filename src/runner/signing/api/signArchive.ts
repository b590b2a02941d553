import type { IncomingMessage, ServerResponse } from 'node:http';

import { limits } from '../../../lambda/limits.ts';
import { RequestAborted } from '../../api/requestBody.ts';
import type { Query } from '../../api/requestTarget.ts';
import type { EncodedResponse } from '../../api/responseEncoder.ts';
import { sendResponse } from '../../api/sendResponse.ts';
import { fileByteSource } from '../../../node/signing/fileByteSource.ts';
import { signerErrors } from '../signerErrors.ts';
import type { SignedJob } from '../signingJobs.ts';
import { append, type WorkFile, type WorkFolder } from '../workFolder.ts';
import { member, type SignerContext, signerOperation } from './signerOperation.ts';

export interface SignArchiveContext extends SignerContext {
  readonly work: WorkFolder;
  readonly uuid: () => string;
  readonly dataFolder: string;
}

export interface ArchiveExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly query: Query;
  readonly proceed: () => void;
}

/** No package unpacks to more, and zips of it are smaller or hardly larger. */
const mostBytes = limits.unzippedCodeBytes;

/** Throws LambdaError for a name that no profile can have. */
const checkName = signerOperation('SignArchive', { profileName: 'text' }, { profileName: member.text }, () => undefined);

/**
 * Signs the zip that is the request's body, and answers the signed one: AWS Signer takes packages from S3 only, which is not here. A
 * client that goes away before it is signed leaves nothing, neither files nor a job.
 */
export async function signArchive(context: SignArchiveContext, exchange: ArchiveExchange): Promise<void> {
  const { request, response, requestId, query, proceed } = exchange;
  await checkName(context, { labels: {}, query, body: undefined });
  const profile = context.profiles.active(query.get('profileName')?.[0] ?? '');
  if (Number(request.headers['content-length'] ?? '0') > mostBytes) throw signerErrors.tooLarge(mostBytes);
  const gone = goneSignal(response);
  const { work, uuid, jobs, dataFolder } = context;
  const id = uuid();
  const files: WorkFile[] = [];
  const file = async (name: string): Promise<WorkFile> => {
    const made = await work.file(name);
    files.push(made);
    return made;
  };
  try {
    const unsigned = await file(`${id}.zip`);
    proceed();
    await receive(request, (bytes) => append(unsigned.handle, bytes, dataFolder));
    const signed = await file(`${id}-signed.zip`);
    const sink = { write: (bytes: Uint8Array) => append(signed.handle, bytes, dataFolder) };
    const job = await jobs.sign(profile, await fileByteSource(unsigned.handle), sink, gone);
    await sendResponse(response, requestId, await signedAnswer(signed, job));
  } finally {
    await Promise.all(files.map((one) => one.remove()));
  }
}

async function signedAnswer({ handle }: WorkFile, { id, arn, profileVersionArn }: SignedJob): Promise<EncodedResponse> {
  const { size } = await handle.stat();
  return {
    status: 200,
    headers: {
      'content-type': 'application/zip',
      'content-length': String(size),
      'x-signer-job-id': id,
      'x-signer-job-arn': arn,
      'x-signer-profile-version-arn': profileVersionArn,
    },
    body: handle.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>,
  };
}

/** Throws LambdaError as soon as it is too large, and leaves the rest unread. */
async function receive(request: IncomingMessage, take: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBytes) throw signerErrors.tooLarge(mostBytes);
      await take(chunk);
    }
  } catch (error) {
    throw request.destroyed && !request.complete ? new RequestAborted('The request ended before its body did.') : error;
  }
}

/** Aborted with RequestAborted once nobody waits for the answer any more. */
function goneSignal(response: ServerResponse): AbortSignal {
  const aborter = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) aborter.abort(new RequestAborted('The client went away.'));
  });
  if (response.destroyed) aborter.abort(new RequestAborted('The client went away.'));
  return aborter.signal;
}
