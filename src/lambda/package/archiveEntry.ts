/** An entry as the archive's directory describes it. */
export interface ArchiveEntry {
  /** As it stands there: `/` between folders, at the end of a folder's. */
  readonly name: string;
  /** Unix type and permissions; 0 where the archive was made on a system without. */
  readonly mode: number;
  /** Unzipped, in bytes. */
  readonly size: number;
  readonly encrypted: boolean;
}

export type EntryType = 'file' | 'folder' | 'link';

/** The platform that the entries are written to, as Node names it. */
export type Platform = string;

const typeMask = 0o170_000;
const typesByMode = new Map<number, EntryType>([
  [0, 'file'],
  [0o100_000, 'file'],
  [0o040_000, 'folder'],
  [0o120_000, 'link'],
]);

/** Undefined for devices, pipes and sockets. */
export function entryType(entry: ArchiveEntry): EntryType | undefined {
  return entry.name.endsWith('/') ? 'folder' : typesByMode.get(entry.mode & typeMask);
}

/** Permissions of the unpacked file: those of the archive without set-user-id and the like, and always readable by us. */
export function permissionsOf(entry: ArchiveEntry): number {
  const permissions = entry.mode & 0o777;
  return permissions === 0 ? 0o644 : permissions | 0o600;
}

interface NameRule {
  readonly refuses: (name: string) => boolean;
  /** Goes on from: The entry "x" … */
  readonly because: string;
}

/** Longer paths no system takes; also bounds the work that one entry's folders make. */
const longestName = 4096;

const anywhere: readonly NameRule[] = [
  { refuses: (name) => name.length > longestName, because: `has a path longer than ${longestName} characters.` },
  { refuses: (name) => name.includes('\0'), because: 'has a NUL character in its name.' },
  { refuses: (name) => name.includes('\\'), because: 'has a backslash in its name: separate folders with "/".' },
  { refuses: (name) => name.startsWith('/') || /^[a-zA-Z]:/.test(name), because: 'has an absolute path.' },
  { refuses: (name) => segments(name).includes('..'), because: 'leaves the folder of the archive.' },
  { refuses: (name) => segments(name).some((segment) => segment === ''), because: 'has an empty name in its path.' },
];

const onWindows: readonly NameRule[] = [
  // A colon opens an alternate stream of the file before it.
  { refuses: (name) => /[<>:"|?*\p{Cc}]/u.test(name), because: 'has a character in its name that Windows does not allow.' },
  { refuses: (name) => segments(name).some((segment) => /[. ]$/.test(segment)), because: 'ends in a dot or a space, which Windows drops.' },
  {
    refuses: (name) => segments(name).some((segment) => /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(segment)),
    because: 'has the name of a device of Windows.',
  },
];

/** Why an entry of that name must not be written; undefined where it may. */
export function nameProblem(name: string, platform: Platform): string | undefined {
  const rules = platform === 'win32' ? [...anywhere, ...onWindows] : anywhere;
  return rules.find((rule) => rule.refuses(name))?.because;
}

/** The folders and the name that a path leads through; `.` leads nowhere. */
export function segments(name: string): readonly string[] {
  const path = name.endsWith('/') ? name.slice(0, -1) : name;
  return path.split('/').filter((segment) => segment !== '.');
}
