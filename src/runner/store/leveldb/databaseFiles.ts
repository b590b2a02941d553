import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { codeOf } from '../../../common/codedError.ts';

/** The files of a database by their numbers, and those it has once. */
export interface DatabaseFiles {
  /** Rising. */
  readonly logs: readonly number[];
  /** Names by number. */
  readonly tables: ReadonlyMap<number, string>;
  readonly hasCurrent: boolean;
}

/** Undefined where there is no folder. */
export async function databaseFiles(folder: string): Promise<DatabaseFiles | undefined> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (names === undefined) return undefined;
  const numbered = (pattern: RegExp): readonly (readonly [number, string])[] =>
    names.flatMap((name) => {
      const match = pattern.exec(name);
      return match === null ? [] : [[Number(match[1]), name] as const];
    });
  return {
    logs: numbered(/^(\d+)\.log$/)
      .map(([number]) => number)
      .sort((one, other) => one - other),
    tables: new Map(numbered(/^(\d+)\.(?:ldb|sst)$/)),
    hasCurrent: names.includes('CURRENT'),
  };
}

/** As LevelDB names them. */
export function logName(number: number): string {
  return `${numberText(number)}.log`;
}

export function tableName(number: number): string {
  return `${numberText(number)}.ldb`;
}

/** Undefined where it is not there (any more), is no file, or the disk cannot read it. */
export async function readIfPossible(folder: string, name: string): Promise<Buffer | undefined> {
  return readFile(join(folder, name)).catch((error: unknown) => {
    if (unreadable.has(codeOf(error) ?? '')) return undefined;
    throw error;
  });
}

const unreadable: ReadonlySet<string> = new Set(['ENOENT', 'EIO', 'EISDIR']);

function numberText(number: number): string {
  return String(number).padStart(6, '0');
}
