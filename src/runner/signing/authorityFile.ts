import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';
import { createAuthority, type KeyAndCertificate, type LoadedSigner, loadSigner } from '../../lambda/signing/make/developmentAuthority.ts';
import { decodePem, encodePem } from '../../lambda/signing/pem.ts';
import type { SigningPlatform } from '../../lambda/signing/signingPlatform.ts';
import { readRegularFile } from '../store/readRegularFile.ts';
import { storageError } from '../store/storageError.ts';

export interface AuthorityFileOptions {
  /** Where the key and the certificate lie, in PEM. Its folder is made if it is missing. */
  readonly path: string;
  /** As Node names it. */
  readonly system: string;
  readonly platform: SigningPlatform;
}

const keyLabel = 'PRIVATE KEY';
const certificateLabel = 'CERTIFICATE';
const mostBytes = 64 * 1024;
const forOthers = 0o077;

/**
 * The authority that the file holds; undefined where there is no file. Throws CodedError: `SIGNING_KEY_EXPOSED` (others may read it; on
 * Windows nobody asks, as the access list of the user's folder decides there), `SIGNING_KEY_DAMAGED`, `SIGNING_CERTIFICATE_DAMAGED`,
 * `SIGNING_KEY_MISMATCH`, `DATA_FOLDER_UNUSABLE`.
 */
export async function readAuthority({ path, system, platform }: AuthorityFileOptions): Promise<LoadedSigner | undefined> {
  const status = await lstat(path).catch(async (error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw await storageError(error, dirname(path));
  });
  if (status === undefined) return undefined;
  if (!status.isFile()) throw damaged(path, 'it is no regular file');
  if (system !== 'win32' && (status.mode & forOthers) !== 0) throw exposed(path, status.mode);
  const bytes = await readRegularFile(path, mostBytes).catch(async (error: unknown) => {
    throw await storageError(error, dirname(path));
  });
  if (typeof bytes === 'string') throw damaged(path, 'it holds no key');
  const text = bytes.toString('latin1');
  const privateKey = decodePem(keyLabel, text);
  const certificate = decodePem(certificateLabel, text);
  if (privateKey === undefined || certificate === undefined) throw damaged(path, 'it holds no key and certificate');
  return loadSigner({ privateKey, certificate }, platform).catch((error: unknown) => {
    throw error instanceof CodedError ? atPath(error, path) : error;
  });
}

/** The same; makes one where there is none. Whoever else does so at the same time: one wins, and both have that one. */
export async function openAuthority(options: AuthorityFileOptions, now: number): Promise<LoadedSigner> {
  const there = await readAuthority(options);
  if (there !== undefined) return there;
  await writeOnce(options.path, pemOf(await createAuthority(now, options.platform)));
  const made = await readAuthority(options);
  if (made === undefined) throw damaged(options.path, 'it is gone again');
  return made;
}

/** Takes away what a process left that was killed while it made the authority: there is a key in it. Nobody may be making one meanwhile. */
export async function removeDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.startsWith(`${basename(path)}.`) && draftEnding.test(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}

/** A UUID: copies that users keep have other names. */
const draftEnding = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function pemOf({ privateKey, certificate }: KeyAndCertificate): string {
  return encodePem(keyLabel, privateKey) + encodePem(certificateLabel, certificate);
}

/** All of it or nothing, and nothing where the file is there. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // Not all file systems have links.
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      return copyFile(draft, path, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw await storageError(error, dirname(path));
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

const renewal = 'delete the file, and a new one is made; what was signed with the old one is then no longer trusted';

function exposed(path: string, mode: number): CodedError {
  return new CodedError(
    'SIGNING_KEY_EXPOSED',
    `The signing key in ${path} may be used by others (its mode is ${(mode & 0o777).toString(8)}). ` +
      `If nobody else can have read it, run: chmod 600 '${path}'. Otherwise ${renewal}.`,
    { details: { path } },
  );
}

function damaged(path: string, why: string): CodedError {
  return new CodedError('SIGNING_KEY_DAMAGED', `The signing key in ${path} cannot be used: ${why}. Restore it, or ${renewal}.`, { details: { path } });
}

function atPath(error: CodedError, path: string): CodedError {
  return new CodedError(error.code, `${messageOf(error)} It lies in ${path}: restore it, or ${renewal}.`, { details: { path } });
}
