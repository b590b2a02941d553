/** What a watched folder is: a function's code, or a layer, whose packages are its content. */
export type FolderKind = 'code' | 'layer';

/** Folders whose content no handler runs, or that are too large to watch for the little that it tells. */
const ignoredFolders: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.aws-sam',
  'cdk.out',
  '.serverless',
  '.terraform',
  '__pycache__',
  '.venv',
  'venv',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  '.vscode',
  '.idea',
]);

/** What compilers, editors and systems leave beside the files that they are asked for. */
const ignoredFile = /(\.py[co]|\.sw[a-z]|~|\.log|\.tmp|___jb_(tmp|old)___)$|^(\.DS_Store|Thumbs\.db|4913|\.#.*)$/;

/** How deep below a folder's own node_modules things count: a package that comes or goes does, a file in it does not. */
const packageLevels = 1;

/**
 * Whether a change of `path` can change what the function does. `path` is relative to the watched folder, with either slash;
 * empty for the folder itself.
 */
export function isRelevant(path: string, kind: FolderKind): boolean {
  const segments = segmentsOf(path);
  const name = segments.at(-1);
  if (name === undefined) return true;
  if (segments.some((segment) => ignoredFolders.has(segment)) || ignoredFile.test(name)) return false;
  const packages = packageFolder(segments, kind);
  return packages === -1 || segments.length - 1 - packages <= packageLevels;
}

/** Whether what lies in the folder `path` can be relevant, so that the folder is watched. */
export function isEntered(path: string, kind: FolderKind): boolean {
  const segments = segmentsOf(path);
  if (segments.some((segment) => ignoredFolders.has(segment))) return false;
  const packages = packageFolder(segments, kind);
  return packages === -1 || segments.length - 1 - packages < packageLevels;
}

/** The index of the node_modules whose packages are not looked into; a layer's first one is its content. */
function packageFolder(segments: readonly string[], kind: FolderKind): number {
  const first = segments.indexOf('node_modules');
  return first === -1 || kind === 'code' ? first : segments.indexOf('node_modules', first + 1);
}

function segmentsOf(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.');
}
