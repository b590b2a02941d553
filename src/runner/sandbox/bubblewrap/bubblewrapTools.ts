import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CodedError } from '../../../common/codedError.ts';
import type { PathSearch } from '../pathSearch.ts';
import { namespaceArguments } from './bwrapArguments.ts';

export interface BubblewrapTools {
  readonly bwrap: string;
  readonly nsenter: string;
}

export interface BubblewrapHost {
  readonly platform: NodeJS.Platform;
  readonly search: PathSearch;
  /** A setting of the kernel by its path below /proc/sys; undefined where it has none. */
  setting(name: string): Promise<string | undefined>;
  /** Runs a command; rejects with an error that has its `stderr`. */
  run(command: string, args: readonly string[]): Promise<unknown>;
}

export function bubblewrapHost(platform: NodeJS.Platform, search: PathSearch): BubblewrapHost {
  return {
    platform,
    search,
    setting: async (name) => (await readFile(`/proc/sys/${name}`, 'utf8').catch(() => undefined))?.trim(),
    run: (command, args) => promisify(execFile)(command, [...args], { env: {}, timeout: 10_000 }),
  };
}

/** Settings by which systems keep users from namespaces of their own: the value that does, and the command that mends it. */
const obstacles = [
  { name: 'kernel/unprivileged_userns_clone', forbids: '0', mend: 'sudo sysctl -w kernel.unprivileged_userns_clone=1' },
  { name: 'user/max_user_namespaces', forbids: '0', mend: 'sudo sysctl -w user.max_user_namespaces=15000' },
  { name: 'kernel/apparmor_restrict_unprivileged_userns', forbids: '1', mend: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0' },
];

/** Throws CodedError `ISOLATION_UNAVAILABLE` with what is missing and what to do. */
export async function findBubblewrap(host: BubblewrapHost): Promise<BubblewrapTools> {
  if (host.platform !== 'linux') throw unavailable('it needs Linux. Choose process or container for the function');
  const [bwrap, nsenter] = await Promise.all([host.search('bwrap'), host.search('nsenter')]);
  if (bwrap === undefined) throw unavailable('bubblewrap is not installed. On Debian and Ubuntu: sudo apt-get install bubblewrap');
  if (nsenter === undefined) throw unavailable('nsenter is not installed. On Debian and Ubuntu: sudo apt-get install util-linux');
  try {
    await host.run(bwrap, [...namespaceArguments, '--ro-bind', '/', '/', '--proc', '/proc', '--perms', '0700', '--size', '4096', '--tmpfs', '/tmp', 'true']);
  } catch (error) {
    throw await whyNot(host, error);
  }
  return { bwrap, nsenter };
}

async function whyNot(host: BubblewrapHost, error: unknown): Promise<CodedError> {
  for (const { name, forbids, mend } of obstacles) {
    if ((await host.setting(name)) === forbids) return unavailable(`this system keeps users from namespaces of their own. Allow them: ${mend}`);
  }
  const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : '';
  return unavailable(`bubblewrap does not work here (0.8 or later is needed, with user namespaces)${said === '' ? '' : `. It says: ${said}`}`);
}

function unavailable(reason: string): CodedError {
  return new CodedError('ISOLATION_UNAVAILABLE', `The isolation sandbox cannot be used: ${reason}.`);
}
