import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { codeOf } from '../../../common/codedError.ts';
import { Segment, segmentFileName, segmentNumber } from './segment.ts';

const GroupFile = v.object({ name: v.string(), createdAt: v.number(), retentionDays: v.optional(v.number()) });
/** What a group's `group.json` holds. */
export interface GroupSettings {
  readonly name: string;
  readonly createdAt: number;
  /** Absent: for ever. */
  readonly retentionDays?: number;
}

const groupFile = 'group.json';

/** Undefined where the folder holds no group that can be read. */
export async function readGroup(folder: string): Promise<GroupSettings | undefined> {
  const text = await readFile(join(folder, groupFile), 'utf8').catch(() => undefined);
  const read = text === undefined ? undefined : v.safeParse(v.pipe(v.string(), v.parseJson(), GroupFile), text);
  if (read?.success !== true) return undefined;
  const { retentionDays, ...rest } = read.output;
  return { ...rest, ...(retentionDays !== undefined && { retentionDays }) };
}

/** Makes the folder and says whose it is; never half-written. */
export async function writeGroup(folder: string, settings: GroupSettings): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${groupFile}.new`);
  await writeFile(draft, JSON.stringify(settings));
  await rename(draft, join(folder, groupFile));
}

/** The segments of earlier runs, oldest first. */
export async function readSegments(folder: string): Promise<Segment[]> {
  const numbers = (await namesIn(folder)).flatMap((name) => segmentNumber(name) ?? []).sort((a, b) => a - b);
  const segments = await Promise.all(numbers.map((number) => readSegment(folder, number)));
  return segments.filter((segment) => segment !== undefined);
}

export function newSegment(folder: string, number: number): Segment {
  return new Segment(number, join(folder, segmentFileName(number)), 0, []);
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
}

async function readSegment(folder: string, number: number): Promise<Segment | undefined> {
  const path = join(folder, segmentFileName(number));
  const facts = await stat(path).catch(() => undefined);
  return facts?.isFile() === true ? new Segment(number, path, facts.size, undefined) : undefined;
}
