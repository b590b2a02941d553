import { createHash } from 'node:crypto';

const readable = 60;

/** A folder for a group: readable, and safe and its own on every file system, whatever the name's case, length and characters. */
export function folderName(group: string): string {
  const hash = createHash('sha256').update(group).digest('hex').slice(0, 16);
  const words = group.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '').slice(0, readable);
  return `${words}-${hash}`;
}
