import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxDomain, sandboxUser } from './places.ts';

/** Files of /etc that a sandbox has of its own, by name. @param hosts the machine's own table of host names. */
export function systemFiles(hosts: string): Readonly<Record<string, string>> {
  const { name, uid, gid } = sandboxUser;
  return {
    passwd: `root:x:0:0:root:/root:/sbin/nologin\n${name}:x:${uid}:${gid}::/home/${name}:/sbin/nologin\n`,
    group: `root:x:0:\n${name}:x:${gid}:\n`,
    hosts: `${hosts.trimEnd()}\n127.0.0.1 ${sandboxDomain} sandbox\n`,
  };
}

/** Writes them into a folder, made for it; resolves to their paths by name. */
export async function writeSystemFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder);
  const hosts = await readFile('/etc/hosts', 'utf8').catch(() => '127.0.0.1 localhost\n');
  const written = Object.entries(systemFiles(hosts)).map(async ([name, content]) => {
    const file = join(folder, name);
    await writeFile(file, content);
    return [name, file] as const;
  });
  return Object.fromEntries(await Promise.all(written));
}
