import type { Host } from '../toolchain/host.ts';

/** A folder of the machine in which a build tool keeps what it fetched. */
export interface JarStore {
  /** For messages. */
  readonly title: string;
  readonly folder: string;
  /** Newest first. */
  versions(group: string, artifact: string): Promise<readonly string[]>;
  /** An artifact's file, where it is there. */
  find(group: string, artifact: string, version: string, extension: 'jar' | 'pom'): Promise<string | undefined>;
}

export async function jarStores(host: Host, readText: (file: string) => Promise<string | undefined>): Promise<readonly JarStore[]> {
  const { path } = host.traits;
  const gradle = path.join(host.variable('GRADLE_USER_HOME') ?? path.join(host.home, '.gradle'), 'caches', 'modules-2', 'files-2.1');
  return [mavenStore(host, await mavenFolder(host, readText)), gradleStore(host, gradle)];
}

/** By Maven's own precedence: its options, the user's settings, the usual place. */
async function mavenFolder(host: Host, readText: (file: string) => Promise<string | undefined>): Promise<string> {
  const { path } = host.traits;
  for (const variable of ['MAVEN_ARGS', 'MAVEN_OPTS']) {
    const given = /-Dmaven\.repo\.local=(?:"([^"]+)"|'([^']+)'|(\S+))/.exec(host.variable(variable) ?? '');
    const folder = given?.[1] ?? given?.[2] ?? given?.[3];
    if (folder !== undefined) return folder;
  }
  const settings = await readText(path.join(host.home, '.m2', 'settings.xml'));
  const written = /<localRepository>\s*([^<]+?)\s*<\/localRepository>/.exec((settings ?? '').replaceAll(/<!--[\s\S]*?-->/g, ''))?.[1];
  const folder = written
    ?.replaceAll('${user.home}', () => host.home)
    .replaceAll(/\$\{env\.([^}]+)\}/g, (text, name: string) => host.variable(name) ?? text);
  return folder ?? path.join(host.home, '.m2', 'repository');
}

function mavenStore(host: Host, folder: string): JarStore {
  const { path } = host.traits;
  const of = (group: string, artifact: string, ...more: string[]) => path.join(folder, ...group.split('.'), artifact, ...more);
  return {
    title: 'Maven',
    folder,
    versions: async (group, artifact) => newestFirst(await host.list(of(group, artifact))),
    async find(group, artifact, version, extension) {
      const name = `${artifact}-${version}.${extension}`;
      return (await host.list(of(group, artifact, version))).includes(name) ? of(group, artifact, version, name) : undefined;
    },
  };
}

/** `GROUP/ARTIFACT/VERSION/HASH/FILE` */
function gradleStore(host: Host, folder: string): JarStore {
  const { path } = host.traits;
  return {
    title: 'Gradle',
    folder,
    versions: async (group, artifact) => newestFirst(await host.list(path.join(folder, group, artifact))),
    async find(group, artifact, version, extension) {
      const home = path.join(folder, group, artifact, version);
      const name = `${artifact}-${version}.${extension}`;
      for (const hash of await host.list(home)) {
        if ((await host.list(path.join(home, hash))).includes(name)) return path.join(home, hash, name);
      }
      return undefined;
    },
  };
}

function newestFirst(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^\d/.test(name)).sort((left, right) => right.localeCompare(left, 'en', { numeric: true }));
}
