import { CodedError, messageOf } from '../../../common/codedError.ts';
import type { RuntimeName } from '../../../lambda/runtimes.ts';
import type { RuntimeEntry } from '../../regionSettings.ts';
import { runtimesSetting } from '../runtimesSetting.ts';
import type { Host } from './host.ts';
import { type Executable, isVersion, type Toolchain } from './toolchain.ts';

/** What the user set, by runtime name. Only the texts, which name executables, count here. */
export type RuntimeOverrides = Readonly<Record<string, string | RuntimeEntry>>;

type Printed = { readonly text: string } | { readonly failure: string };

/** Finds the executables of runtimes, by version, and remembers them for as long as their files stay as they are. */
export class ExecutableFinder {
  readonly #host: Host;
  readonly #overrides: () => RuntimeOverrides;
  /** By path: what it printed about itself, or why it did not, while its stamp is the same. */
  readonly #probed = new Map<string, { readonly stamp: string; readonly answer: Promise<Printed> }>();
  readonly #found = new Map<string, { readonly stamp: string; readonly executable: Executable }>();
  readonly #searches = new Map<string, Promise<Executable>>();

  constructor(host: Host, overrides: () => RuntimeOverrides) {
    this.#host = host;
    this.#overrides = overrides;
  }

  /** Throws CodedError `RUNTIME_NOT_FOUND`. */
  async find(toolchain: Toolchain, runtime: RuntimeName): Promise<Executable> {
    const override = this.#overrides()[runtime.name];
    if (typeof override === 'string') return this.#overridden(toolchain, runtime, override);
    const known = this.#found.get(runtime.name);
    if (known !== undefined && (await this.#host.stamp(known.executable.path)) === known.stamp) return known.executable;
    const running = this.#searches.get(runtime.name) ?? this.#search(toolchain, runtime);
    this.#searches.set(runtime.name, running);
    try {
      return await running;
    } finally {
      this.#searches.delete(runtime.name);
    }
  }

  async #overridden(toolchain: Toolchain, runtime: RuntimeName, override: string): Promise<Executable> {
    const { home, traits } = this.#host;
    const path = override.replace(/^~(?=[\\/])/, () => home);
    const wrong = (reason: string) =>
      new CodedError('RUNTIME_NOT_FOUND', `The setting ${runtimesSetting} names ${override} for ${runtime.name}, ${reason}`, {
        details: { runtime: runtime.name, setting: runtimesSetting, path },
      });
    if (!traits.path.isAbsolute(path)) throw wrong('which is not an absolute path.');
    const answer = await this.#probe(toolchain, path, runtime.version);
    if (answer === undefined) throw wrong('where there is no executable file.');
    if (typeof answer === 'string') throw wrong(`which does not run as ${toolchain.title}: ${answer}`);
    if (!isVersion(answer.version, runtime.version)) {
      throw wrong(`which is ${toolchain.title} ${answer.version}; it needs ${toolchain.title} ${runtime.version}.`);
    }
    return answer;
  }

  async #search(toolchain: Toolchain, runtime: RuntimeName): Promise<Executable> {
    const others: Executable[] = [];
    const executable =
      (await this.#onPath(toolchain, runtime.version, others)) ??
      (await this.#inVersionFolders(toolchain, runtime.version, others)) ??
      (await this.#inFiles(toolchain, runtime.version, others));
    if (executable === undefined) throw this.#notFound(toolchain, runtime, others);
    const stamp = await this.#host.stamp(executable.path);
    if (stamp !== undefined) this.#found.set(runtime.name, { stamp, executable });
    return executable;
  }

  async #onPath(toolchain: Toolchain, wanted: string, others: Executable[]): Promise<Executable | undefined> {
    const { traits } = this.#host;
    for (const name of toolchain.names(wanted)) {
      for (const folder of this.#pathFolders()) {
        for (const ending of traits.executableEndings) {
          const found = await this.#asked(toolchain, wanted, traits.path.join(folder, name + ending), others);
          if (found !== undefined) return found;
        }
      }
    }
    return undefined;
  }

  /** The newest of the wanted version; the folder's name says which one it is, so that none has to be run. */
  async #inVersionFolders(toolchain: Toolchain, wanted: string, others: Executable[]): Promise<Executable | undefined> {
    const { path } = this.#host.traits;
    for (const { folder, pattern, executable } of toolchain.versionFolders(this.#host)) {
      const installed = (await this.#host.list(folder))
        .map((name) => ({ version: pattern.exec(name)?.groups?.['version'] ?? '', path: path.join(folder, name) }))
        .filter(({ version }) => version !== '')
        .sort((left, right) => right.version.localeCompare(left.version, 'en', { numeric: true }));
      for (const candidate of installed) {
        const file = path.join(candidate.path, executable(wanted));
        if (!isVersion(candidate.version, wanted)) others.push(candidate);
        else if ((await this.#host.stamp(file)) !== undefined) return { version: candidate.version, path: file };
      }
    }
    return undefined;
  }

  async #inFiles(toolchain: Toolchain, wanted: string, others: Executable[]): Promise<Executable | undefined> {
    for (const { file } of toolchain.files(this.#host, wanted)) {
      const found = await this.#asked(toolchain, wanted, file, others);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #asked(toolchain: Toolchain, wanted: string, path: string, others: Executable[]): Promise<Executable | undefined> {
    const answer = await this.#probe(toolchain, path, wanted);
    // A shim of a version that is not chosen fails; the installation itself is found in its folder.
    if (answer === undefined || typeof answer === 'string') return undefined;
    if (isVersion(answer.version, wanted)) return answer;
    others.push(answer);
    return undefined;
  }

  /** What an executable says of itself, or why it did not; undefined where there is none. */
  async #probe(toolchain: Toolchain, path: string, wanted: string): Promise<Executable | string | undefined> {
    const printed = await this.#printed(toolchain, path);
    if (printed === undefined || 'failure' in printed) return printed?.failure;
    return toolchain.parse(printed.text, wanted) ?? `it answered ${JSON.stringify(printed.text.slice(0, 100))}`;
  }

  async #printed({ probe, answersOn }: Toolchain, path: string): Promise<Printed | undefined> {
    const stamp = await this.#host.stamp(path);
    if (stamp === undefined) return undefined;
    const known = this.#probed.get(path);
    if (known?.stamp === stamp) return known.answer;
    const answer = this.#host.run(path, probe, answersOn).then(
      (text) => ({ text }),
      (error: unknown) => ({ failure: messageOf(error) }),
    );
    this.#probed.set(path, { stamp, answer });
    return answer;
  }

  #pathFolders(): readonly string[] {
    const { path } = this.#host.traits;
    const folders = (this.#host.variable('PATH') ?? '').split(path.delimiter);
    return [...new Set(folders.filter((folder) => path.isAbsolute(folder)))];
  }

  #notFound(toolchain: Toolchain, runtime: RuntimeName, others: readonly Executable[]): CodedError {
    const { title } = toolchain;
    const names = toolchain.names(runtime.version);
    const places = [
      ...toolchain.versionFolders(this.#host).map(({ manager, folder }) => `${manager} (${folder})`),
      ...toolchain.files(this.#host, runtime.version).map(({ manager, file }) => `${manager} (${file})`),
    ];
    const seen = [...new Map(others.map((other) => [other.path, other])).values()];
    const message = [
      `${runtime.name} needs ${title} ${runtime.version}, which was not found.`,
      `Looked for ${names.join(', ')} on PATH (${this.#pathFolders().join(', ') || 'empty'}), and in ${places.join(', ')}.`,
      ...(seen.length === 0 ? [] : [`Found other versions: ${seen.map(({ version, path }) => `${version} (${path})`).join(', ')}.`]),
      `Install ${title} ${runtime.version}, or name its executable in the setting ${runtimesSetting}: ` +
        `{ "${runtime.name}": "/path/to/${names.at(-1)}" }.`,
    ].join(' ');
    return new CodedError('RUNTIME_NOT_FOUND', message, {
      details: { runtime: runtime.name, names, path: this.#pathFolders(), places, found: seen, setting: runtimesSetting },
    });
  }
}
