import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { allPassed, sharedChain, signedZip, summaryOf, verifyBytes } from '../../shared/signing/signedPackage.ts';
import type { WrittenEntry } from '../../shared/signing/zipWriter.ts';
import { benchFolder } from '../benchFolder.ts';
import { megabytes, milliseconds, quantile, type Row } from '../measure.ts';

/** What `verifyOnce.ts` prints. */
const VerifiedOnce = v.object({ ms: v.number(), firstMs: v.number(), smallMs: v.number(), grownBytes: v.number() });

const run = promisify(execFile);
const rounds = 7;
const aim = '≤ 1.5×, ≤ 64 MB';

interface Shape {
  readonly name: string;
  readonly entryBytes: number;
  readonly deflated: boolean;
  /** Does not pack. */
  readonly random: (index: number) => boolean;
}

const shapes: readonly Shape[] = [
  { name: 'stored', entryBytes: 1_000_000, deflated: false, random: () => true },
  { name: 'deflated', entryBytes: 1_000_000, deflated: true, random: (index) => index % 2 === 0 },
  { name: 'in files of 20 KB, stored', entryBytes: 20_000, deflated: false, random: () => true },
  { name: 'in files of 20 KB, deflated', entryBytes: 20_000, deflated: true, random: (index) => index % 2 === 0 },
  { name: 'in files of 5 KB, deflated text', entryBytes: 5_000, deflated: true, random: () => false },
];

/**
 * Verifying packages of 50 and 250 MB against SHA-384 of the same bytes, and what memory that takes, each in a process of its own: stored,
 * and deflated where half of them is text; and of many small files. Medians: machines have quick and slow moments.
 */
export async function signing(): Promise<readonly Row[]> {
  const folder = await benchFolder();
  const smallFile = join(folder, 'small.zip');
  await writeFile(smallFile, signedZip());
  const rows: Row[] = [];
  for (const size of [50, 250]) {
    for (const shape of shapes) {
      const name = `Code signature of ${size} MB, ${shape.name}, verified`;
      rows.push(await verified(name, { file: join(folder, 'package.zip'), smallFile }, entriesOf(size * 1_000_000, shape)));
    }
  }
  return rows;
}

function entriesOf(bytes: number, { entryBytes, deflated, random }: Shape): readonly WrittenEntry[] {
  return Array.from({ length: bytes / entryBytes }, (_, index): WrittenEntry => ({
    name: `src/${index}.bin`,
    body: random(index) ? noise(index, entryBytes) : prose(index, entryBytes),
    deflated,
  }));
}

interface Files {
  readonly file: string;
  readonly smallFile: string;
}

async function verified(name: string, { file, smallFile }: Files, entries: readonly WrittenEntry[]): Promise<Row> {
  const zip = signedZip(entries);
  const found = summaryOf(await verifyBytes(zip));
  if (found !== allPassed) throw new Error(`The package does not pass: ${found}`);
  const rootFile = `${file}.root`;
  await Promise.all([writeFile(file, zip), writeFile(rootFile, sharedChain().root.der)]);
  const runs: v.InferOutput<typeof VerifiedOnce>[] = [];
  const hashes: number[] = [];
  const unpacked: number[] = [];
  const packed = packedOf(entries);
  for (let round = 0; round < rounds; round++) {
    // One after the other, so that both see the same machine.
    runs.push(await verifyOnce(file, smallFile, rootFile));
    hashes.push(hashed(entries));
    unpacked.push(unpackedAndHashed(packed));
  }
  const taken = median(runs.map(({ ms }) => ms));
  const hash = median(hashes);
  // What is deflated has to be unpacked before anybody can hash it.
  const isDeflated = entries.some(({ deflated }) => deflated);
  const grown = Math.max(...runs.map(({ grownBytes }) => grownBytes));
  const beside = [
    `${isDeflated ? `zlib and then SHA-384 ${milliseconds(median(unpacked))}; ` : ''}SHA-384 of the same bytes ${milliseconds(hash)}`,
    `${megabytes(grown)} of memory`,
    `first of its kind ${milliseconds(median(runs.map(({ firstMs }) => firstMs)))}, after a small package ${milliseconds(median(runs.map(({ smallMs }) => smallMs)))}`,
  ];
  return { name, measured: milliseconds(taken), beside: beside.join('; '), ratio: taken / hash, aim };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

async function verifyOnce(...files: readonly [file: string, smallFile: string, rootFile: string]): Promise<v.InferOutput<typeof VerifiedOnce>> {
  const script = fileURLToPath(new URL('verifyOnce.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [script, ...files]);
  return v.parse(VerifiedOnce, JSON.parse(stdout));
}

interface PackedBody {
  readonly name: WrittenEntry['name'];
  readonly deflated: boolean;
  readonly bytes: string | Uint8Array;
}

function packedOf(entries: readonly WrittenEntry[]): readonly PackedBody[] {
  return entries.map(({ name, body = '', deflated = false }) => ({ name, deflated, bytes: deflated ? deflateRawSync(body) : body }));
}

/** One after the other, on this thread, as a script would. */
function unpackedAndHashed(entries: readonly PackedBody[]): number {
  const started = performance.now();
  const hash = createHash('sha384');
  for (const { name, deflated, bytes } of entries) hash.update(name).update(deflated ? inflateRawSync(bytes) : bytes);
  hash.digest();
  return performance.now() - started;
}

function hashed(entries: readonly WrittenEntry[]): number {
  const started = performance.now();
  const hash = createHash('sha384');
  for (const { name, body } of entries) hash.update(name).update(body ?? '');
  hash.digest();
  return performance.now() - started;
}

/** Does not pack; the same each time. */
function noise(seed: number, entryBytes: number): Buffer {
  const bytes = Buffer.alloc(entryBytes);
  let state = seed + 1;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes.writeInt32LE(state ^ (state >>> 15), at);
  }
  return bytes;
}

function prose(seed: number, entryBytes: number): Buffer {
  const lines = Array.from({ length: entryBytes / 50 }, (_, line) => `export const value${(line * 7919 + seed) % 100_003} = ${line}; // of ${seed}`.padEnd(49, ' '));
  return Buffer.from(`${lines.join('\n')}\n`);
}
