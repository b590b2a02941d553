/**
 * Writes documents to a data folder until it is ended: `documentWriter.ts FOLDER ROUND`. A line of output is a write that was
 * acknowledged (its key) or refused (`!` and the key and the error's code).
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';

import * as v from 'valibot';

import { codeOf } from '../../../src/common/codedError.ts';
import { silentLogger } from '../../../src/common/logger.ts';
import { type DocumentKind, putting } from '../../../src/runner/store/documentKind.ts';
import { openDocumentStore } from '../../../src/runner/store/documentStore.ts';

const documents: DocumentKind<{ readonly filler: string }> = { name: 'document', schema: v.object({ filler: v.string() }) };
const copies: DocumentKind<{ readonly filler: string }> = { ...documents, name: 'copy' };

const [, , folder = '', round = '', lastText = 'Infinity'] = process.argv;
const last = Number(lastText);
const store = await openDocumentStore(folder, silentLogger);

async function write(key: string): Promise<void> {
  const value = { filler: randomBytes(4000).toString('base64') };
  try {
    await store.write([putting(documents, key, value), putting(copies, key, value)]);
    // At once, so that nothing acknowledged is lost on the way to the test.
    writeSync(1, `${key}\n`);
  } catch (error) {
    writeSync(1, `!${key} ${codeOf(error) ?? String(error)}\n`);
  }
}

for (let index = 0; index < last; index += 4) {
  await Promise.all([0, 1, 2, 3].map((offset) => write(`${round}-${index + offset}`)));
}
await store.close();
