import type { LambdaError } from '../lambdaError.ts';
import { limits } from '../limits.ts';
import { type ArchiveEntry, type EntryType, entryType, nameProblem, permissionsOf, type Platform, segments } from './archiveEntry.ts';
import { packageErrors } from './packageErrors.ts';

export interface PlannedEntry<E> {
  readonly entry: E;
  /** Below the archive's folder, with `/`. */
  readonly path: string;
  readonly permissions: number;
}

/** What to make, checked as a whole before anything is written. */
export interface ArchivePlan<E> {
  /** Outer ones first. */
  readonly folders: readonly string[];
  readonly files: readonly PlannedEntry<E>[];
  readonly links: readonly PlannedEntry<E>[];
  /** Bytes of all files, as the archive declares them. */
  readonly size: number;
}

/** Names in messages end here. */
const longestQuote = 200;
/** Longer targets of links are no paths. */
const maximumTargetBytes = 4096;

/** Throws LambdaError for an archive that must not be unpacked. */
export function planArchive<E extends ArchiveEntry>(entries: readonly E[], platform: Platform): ArchivePlan<E> {
  const types = new Map<string, EntryType>();
  const planned: Record<EntryType, PlannedEntry<E>[]> = { file: [], folder: [], link: [] };
  let size = 0;
  for (const entry of entries) {
    const type = entryType(entry);
    const problem = entryProblem(entry, type, platform);
    if (type === undefined || problem !== undefined) throw refusal(entry.name, problem ?? 'is neither a file nor a folder.');
    const path = segments(entry.name).join('/');
    if (path === '') continue;
    addFolders(types, path, entry.name);
    if (type !== 'folder' && types.has(path)) throw refusal(entry.name, 'is there twice.');
    if (type === 'folder' && (types.get(path) ?? 'folder') !== 'folder') throw refusal(entry.name, 'is there twice.');
    types.set(path, type);
    planned[type].push({ entry, path, permissions: permissionsOf(entry) });
    size += entry.size;
    if (size > limits.unzippedCodeBytes) throw packageErrors.unzippedTooLarge();
  }
  if (planned.file.length === 0) throw packageErrors.empty();
  const folders = [...types].filter(([, type]) => type === 'folder').map(([path]) => path);
  return { folders: folders.sort(), files: planned.file, links: planned.link, size };
}

/** Throws where a symbolic link at `path` would lead out of the archive's folder. */
export function checkLinkTarget(path: string, target: string, platform: Platform): void {
  const name = path;
  if (target === '' || nameProblem(withoutParents(target), platform) !== undefined)
    throw refusal(name, 'links out of the folder of the archive.');
  // Only leading `..` are certain: behind a name, that name may be a link itself.
  const up = target.split('/').findIndex((segment) => segment !== '..' && segment !== '.');
  const depth = segments(path).length - 1;
  const parents = (up === -1 ? target.split('/') : target.split('/').slice(0, up)).filter((segment) => segment === '..').length;
  if (parents > depth) throw refusal(name, 'links out of the folder of the archive.');
}

function withoutParents(target: string): string {
  const rest = target.replace(/^(?:\.\.?(?:\/+|$))+/, '');
  return rest === '' ? '.' : rest;
}

function entryProblem(entry: ArchiveEntry, type: EntryType | undefined, platform: Platform): string | undefined {
  if (entry.encrypted) return 'is encrypted.';
  if (type === 'link' && entry.size > maximumTargetBytes) return 'links to a path that is too long.';
  // It would be dropped, while a signature covers it: that an entry is a folder is not signed where its name does not say so.
  const folder = type === 'folder' || segments(entry.name).length === 0;
  if (folder && entry.size > 0) return 'is a folder and has content.';
  return nameProblem(entry.name, platform);
}

function addFolders(types: Map<string, EntryType>, path: string, name: string): void {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const folder = path.slice(0, slash);
    if ((types.get(folder) ?? 'folder') !== 'folder') throw refusal(name, `lies below "${folder}", which is no folder.`);
    types.set(folder, 'folder');
  }
}

function refusal(name: string, because: string): LambdaError {
  return packageErrors.broken(`The entry ${JSON.stringify(name.slice(0, longestQuote))} ${because}`);
}
