import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { CodedError, messageOf } from '../../common/codedError.ts';
import { RuntimeSettings } from '../../protocol/runner.ts';

/**
 * Runtimes by name from a JSON file; none without a file. Paths that are relative begin at the file's folder. Throws CodedError
 * `RUNTIMES_FILE_UNUSABLE`, which tells no values: variables may be secret.
 */
export async function readRuntimes(file: string | undefined): Promise<RuntimeSettings> {
  if (file === undefined) return {};
  const path = resolve(file);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unusable(path, messageOf(error), error);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // What the parser says quotes the text.
    throw unusable(path, 'it is no JSON', error);
  }
  const parsed = v.safeParse(RuntimeSettings, json);
  if (!parsed.success) {
    const where = v.getDotPath(parsed.issues[0]) ?? 'the file as a whole';
    throw unusable(path, `${where} is neither the path of an executable nor { command, args, variables }`);
  }
  const from = (command: string): string => resolve(dirname(path), command);
  return Object.fromEntries(
    Object.entries(parsed.output).map(([name, entry]) => [
      name,
      typeof entry === 'string' ? from(entry) : { ...entry, command: from(entry.command) },
    ]),
  );
}

function unusable(path: string, reason: string, cause?: unknown): CodedError {
  const message = `The file of runtimes ${path} cannot be used: ${reason}. Mend it, or leave --runtimes out.`;
  return new CodedError('RUNTIMES_FILE_UNUSABLE', message, { ...(cause !== undefined && { cause }), details: { path } });
}
