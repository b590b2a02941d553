import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateFunctionCommand, type Runtime } from '@aws-sdk/client-lambda';
import { zipBytes, type ZipPart } from '../unit/runner/store/archives/zipBytes.ts';

const role = 'arn:aws:iam::000000000000:role/r';
/** A handler that writes what its event says, and one that ends its own process. */
export const handlerPart: ZipPart = {
  name: 'index.mjs',
  content: `
    import { appendFileSync } from 'node:fs';
    export const handler = async (event) => { if (event.file) appendFileSync(event.file, event.text); return event; };
    export const die = () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => setInterval(() => {}, 1000)); };
  `,
};
/** What CreateFunction takes. */
export const goodPackage = zipBytes([handlerPart]);

export function createCommand(name: string, ZipFile: Uint8Array, more: object = {}): CreateFunctionCommand {
  const Runtime: Runtime = 'nodejs24.x';
  return new CreateFunctionCommand({ FunctionName: name, Role: role, Runtime, Handler: 'index.handler', Code: { ZipFile }, ...more });
}

/** A data folder; who makes it removes it. */
export async function temporaryData(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'lambda-workbench-data-'));
}
