import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An image that the stand-in has, or that it can pull. */
export interface StandInImage {
  readonly Architecture: 'amd64' | 'arm64';
  /** Run on this machine itself. */
  readonly Entrypoint: readonly string[];
  readonly Cmd?: readonly string[];
}

export interface StandInSettings {
  readonly images?: Readonly<Record<string, StandInImage>>;
  readonly pullable?: Readonly<Record<string, StandInImage>>;
  /** What `info` says instead of success: the engine is not there. */
  readonly down?: string;
}

export interface RecordedCall {
  readonly args: readonly string[];
  /** Names of the variables in the tool's own environment. */
  readonly variables: readonly string[];
}

export interface ContainerTool {
  /** By absolute path. */
  readonly command: string;
  calls(): Promise<readonly RecordedCall[]>;
  /** Those of one of its commands, such as `run`. */
  callsOf(name: string): Promise<readonly RecordedCall[]>;
  set(settings: StandInSettings): Promise<void>;
  /** Names of containers that were made and not removed. */
  containers(): Promise<readonly string[]>;
}

/**
 * A double of docker, podman, finch or nerdctl, with no container anywhere: it writes down how it is called and with which variables, and
 * runs an image's command as a plain process of this machine, paths of mounts put in place of those that the container would have.
 */
const script = `
const { appendFileSync, readFileSync, writeFileSync, rmSync, readdirSync, mkdirSync, openSync } = require('node:fs');
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const here = __dirname + '/stand-in';
const args = process.argv.slice(2);
mkdirSync(here + '/containers', { recursive: true });
appendFileSync(here + '/calls', JSON.stringify({ args, variables: Object.keys(process.env).sort() }) + '\\n');
const settings = JSON.parse(readFileSync(here + '/settings', 'utf8'));
const fail = (text, status = 1) => { process.stderr.write(text + '\\n'); process.exit(status); };
const stateOf = (name) => { try { return JSON.parse(readFileSync(join(here, 'containers', name), 'utf8')); } catch { return undefined; } };
const save = (name, state) => writeFileSync(join(here, 'containers', name), JSON.stringify(state));
const takesNone = new Set(['--rm', '--read-only', '--detach', '--force', '--all', '--quiet', '--no-stream']);
const parse = (rest) => {
  const options = {};
  while (rest[0]?.startsWith('--')) {
    const name = rest.shift();
    (options[name] ??= []).push(takesNone.has(name) ? '' : rest.shift());
  }
  return { options, rest };
};
const environmentOf = (options) => Object.fromEntries([
  ...(options['--env'] ?? []).map((name) => [name, process.env[name]]),
  ...(options['--env-file'] ?? []).flatMap((file) => readFileSync(file, 'utf8').split('\\n').filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
]);
const onHost = (mounts, text) => mounts.reduce((done, [at, folder]) => done.split(at).join(folder), text);
const start = (mounts, command, environment, stdio) => spawn(onHost(mounts, command[0]), command.slice(1).map((text) => onHost(mounts, text)), {
  cwd: mounts.find(([at]) => at === '/var/task')?.[1] ?? '/', env: { PATH: process.env.PATH, ...environment }, detached: true, stdio,
});
const end = (child, after = () => {}) => {
  child.on('error', (error) => { after(); fail(error.message, 127); });
  child.on('exit', (status, signal) => { after(); process.exit(signal === null ? status : 128 + require('node:os').constants.signals[signal]); });
};
const signal = (state, name) => { for (const pid of state.pids) { try { process.kill(-pid, name); } catch {} } };
const commands = {
  info: () => settings.down === undefined ? process.exit(0) : fail(settings.down),
  image: () => { const image = settings.images?.[args[2]]; return image === undefined ? fail('No such image') : console.log(JSON.stringify([{ Architecture: image.Architecture, Config: image }])); },
  pull: () => {
    const { rest } = parse(args.slice(1));
    const image = settings.pullable?.[rest[0]];
    if (image === undefined) return fail('pulling\\nnot found: ' + rest[0]);
    writeFileSync(here + '/settings', JSON.stringify({ ...settings, images: { ...settings.images, [rest[0]]: image } }));
  },
  run: () => {
    const { options, rest } = parse(args.slice(1));
    const image = settings.images[rest[0]];
    const given = options['--entrypoint'];
    const command = given === undefined ? [...image.Entrypoint, ...(rest.length > 1 ? rest.slice(1) : image.Cmd ?? [])] : [given[0], ...rest.slice(1)];
    const mounts = (options['--mount'] ?? []).map((text) => [/target=([^,"]+)/.exec(text)[1], /source=([^,"]+)/.exec(text)[1]]).filter(([at]) => at !== '/tmp');
    const name = options['--name'][0];
    const detached = options['--detach'] !== undefined;
    const child = start(mounts, command, environmentOf(options), detached ? 'ignore' : ['ignore', 'inherit', 'inherit']);
    save(name, { pids: [child.pid], mounts, labels: options['--label'] ?? [] });
    if (detached) { child.unref(); console.log(name); process.exit(0); }
    end(child, () => rmSync(join(here, 'containers', name), { force: true }));
  },
  exec: () => {
    const { options, rest } = parse(args.slice(1));
    const state = stateOf(rest[0]);
    if (state === undefined) return fail('No such container');
    const child = start(state.mounts, rest.slice(1), environmentOf(options), ['ignore', 'inherit', 'inherit']);
    if (!rest.join(' ').includes('kill -')) save(rest[0], { ...state, pids: [...state.pids, child.pid] });
    end(child);
  },
  kill: () => {
    const { options, rest } = parse(args.slice(1));
    const state = stateOf(rest[0]);
    if (state === undefined) return fail('No such container');
    signal(state, 'SIG' + (options['--signal']?.[0] ?? 'KILL'));
  },
  rm: () => {
    for (const name of parse(args.slice(1)).rest) {
      const state = stateOf(name);
      if (state !== undefined) signal(state, 'SIGKILL');
      rmSync(join(here, 'containers', name), { force: true });
    }
  },
  ps: () => {
    const [, label] = /label=(.*)/.exec(args.at(-1));
    for (const name of readdirSync(here + '/containers')) if (stateOf(name)?.labels.includes(label)) console.log(name);
  },
  inspect: () => { if (stateOf(args.at(-1)) === undefined) fail('No such container'); else console.log('0000 0'); },
  stats: () => stateOf(args.at(-1)) === undefined ? fail('No such container') : console.log('12.5MiB / 128MiB'),
};
(commands[args[0]] ?? (() => fail('unknown command')))();
`;

/** Puts a stand-in of that name into a folder, which is to be on a PATH. */
export async function containerTool(folder: string, name: string, settings: StandInSettings): Promise<ContainerTool> {
  const command = join(folder, name);
  const state = join(folder, 'stand-in');
  await mkdir(state, { recursive: true });
  await writeFile(command, `#!${process.execPath}\n${script}`);
  await chmod(command, 0o755);
  const set = (changed: StandInSettings): Promise<void> => writeFile(join(state, 'settings'), JSON.stringify(changed));
  await set(settings);
  const calls = async (): Promise<readonly RecordedCall[]> => {
    const lines = (await readFile(join(state, 'calls'), 'utf8').catch(() => '')).split('\n');
    return lines.filter((line) => line !== '').map((line): RecordedCall => JSON.parse(line));
  };
  return {
    command,
    calls,
    callsOf: async (wanted) => (await calls()).filter(({ args }) => args[0] === wanted),
    set,
    containers: () => readdir(join(state, 'containers')).catch(() => []),
  };
}
