import type { RootFolder } from './hostRoot.ts';
import { places, sandboxUser } from './places.ts';

/** What a sandbox shows of the machine; paths of the machine. */
export interface SandboxView {
  readonly task: string;
  readonly opt: string;
  readonly runtime: string;
  readonly cache: string;
  readonly systemFolders: readonly RootFolder[];
  /** Files that stand for those of /etc, by name. */
  readonly systemFiles: Readonly<Record<string, string>>;
  readonly toolchain: readonly string[];
  readonly mounts: readonly { readonly folder: string; readonly mountPath: string }[];
  /** How much /tmp takes, in bytes. */
  readonly temporaryBytes: number;
}

/** What programs read in /etc: names, certificates, time, and where Debian's alternatives and Java's settings lie. */
const sharedSettings = [
  'resolv.conf', 'nsswitch.conf', 'host.conf', 'gai.conf', 'services', 'protocols', 'mime.types', 'localtime',
  'ssl', 'pki', 'ca-certificates', 'crypto-policies', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives',
  'java', 'java-8-openjdk', 'java-11-openjdk', 'java-17-openjdk', 'java-21-openjdk', 'java-25-openjdk',
];

const devices = ['null', 'zero', 'full', 'random', 'urandom'];

/** Namespaces of its own, but the network's: the Runtime API is on the machine's loopback. */
export const namespaceArguments: readonly string[] = [
  '--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts',
  '--uid', String(sandboxUser.uid), '--gid', String(sandboxUser.gid),
  '--hostname', 'sandbox',
  '--die-with-parent',
];

/** Options of `bwrap` for a file system as Lambda's: read-only but /tmp, with nothing of the user's in it. */
export function bwrapArguments(view: SandboxView): readonly string[] {
  return [
    ...namespaceArguments,
    ...view.systemFolders.flatMap(({ path, target }) => (target === undefined ? readOnly(path, path) : ['--symlink', target, path])),
    ...sharedSettings.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ...Object.entries(view.systemFiles).flatMap(([name, file]) => readOnly(file, `/etc/${name}`)),
    '--proc', '/proc',
    '--tmpfs', '/dev',
    ...devices.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
    ...[['fd', ''], ['stdin', '/0'], ['stdout', '/1'], ['stderr', '/2']].flatMap(([name, end]) => ['--symlink', `/proc/self/fd${end}`, `/dev/${name}`]),
    '--remount-ro', '/dev',
    '--perms', '0700', '--size', String(view.temporaryBytes), '--tmpfs', '/tmp',
    // Before code and layers, which may lie inside of them.
    ...view.toolchain.flatMap((folder) => readOnly(folder, folder)),
    ...readOnly(view.task, places.task),
    ...readOnly(view.opt, places.opt),
    ...readOnly(view.runtime, places.runtime),
    '--bind', view.cache, places.cache,
    ...view.mounts.flatMap(({ folder, mountPath }) => ['--bind', folder, mountPath]),
    '--remount-ro', '/',
  ];
}

function readOnly(folder: string, at: string): readonly string[] {
  return ['--ro-bind', folder, at];
}
