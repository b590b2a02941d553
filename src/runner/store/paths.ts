import { access, open } from 'node:fs/promises';

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The path itself, or with a number behind it where it is taken. */
export async function freeName(path: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? path : `${path}-${count}`;
    if (!(await exists(name))) return name;
  }
}

/** Renames in a folder are on disk after it. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing, and needs none.
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
