import { createHash } from 'node:crypto';
import { fromBufferPromise } from 'yauzl';
import { expect, it } from 'vitest';

import { goldenPackage } from '../../../shared/signing/goldenPackage.ts';
import { mutate, type Original } from '../../../shared/signing/mutations.ts';
import { rememberingPlatform } from '../../../shared/signing/rememberingPlatform.ts';
import { sampleEntries, signatureName, verifyBytes } from '../../../shared/signing/signedPackage.ts';
import { pem } from '../../../shared/signing/testSignature.ts';
import { randomNumbers } from '../../../shared/randomNumbers.ts';

const mutants = 50_000;

it(`finds none of ${mutants} mutants valid that another reader reads otherwise`, { timeout: 600_000 }, async () => {
  const { zip, root, signedData } = goldenPackage();
  const entries = [...sampleEntries, { name: signatureName, body: pem(signedData), deflated: true }];
  const original: Original = { entries, zip, signedData, signatureName };
  const platform = rememberingPlatform();
  const expected = await readOtherwise(zip);
  const verdicts = new Map<string, number>();
  for (let seed = 0; seed < mutants; seed += 1) {
    const mutant = mutate(original, randomNumbers(seed));
    const verification = await verifyBytes(mutant, { roots: [root] }, platform);
    const { integrity } = verification.checks;
    const verdict = integrity.verdict === 'failed' ? integrity.reason : integrity.verdict;
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    if (verdict !== 'passed') continue;
    expect(await readOtherwise(mutant), `seed ${seed}`).toBe(expected);
  }
  // Each of them was reached, so that all of the verifier was at work.
  const reached = ['passed', 'notChecked', 'notAnArchive', 'damagedArchive', 'duplicateEntry', 'malformedSignature', 'contentChanged', 'signatureInvalid'];
  expect(reached.filter((verdict) => (verdicts.get(verdict) ?? 0) < 50)).toEqual([]);
});

/** Names and bodies in the directory's order, each apart, but for the signature, as another library reads them. */
async function readOtherwise(zip: Buffer): Promise<string> {
  const file = await fromBufferPromise(zip, { decodeStrings: false, validateEntrySizes: true });
  const parts: string[] = [];
  for await (const entry of file.eachEntry()) {
    const name = entry.fileNameRaw.toString('latin1');
    if (name === signatureName) continue;
    const hash = createHash('sha256');
    const chunks: AsyncIterable<Uint8Array> = await file.openReadStreamPromise(entry);
    for await (const chunk of chunks) hash.update(chunk);
    parts.push(`${name} ${hash.digest('hex')}`);
  }
  return parts.join('\n');
}
