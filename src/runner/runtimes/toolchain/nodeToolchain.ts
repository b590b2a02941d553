import type { Host } from './host.ts';
import type { KnownFile, Toolchain, VersionFolders } from './toolchain.ts';
import { dataFolder, homebrewRoots } from './userFolders.ts';

const versionPattern = /^v?(?<version>\d+\.\d+\.\d+)$/;

export const nodeToolchain: Toolchain = {
  title: 'Node.js',
  names: (wanted) => [`node${wanted}`, 'node'],
  versionFolders(host) {
    const { path, windows } = host.traits;
    const executable = windows ? 'node.exe' : path.join('bin', 'node');
    const home = (...names: string[]) => path.join(host.home, ...names);
    const volta = windows ? dataFolder(host, 'Volta', 'Local') : home('.volta');
    const place = (manager: string, root: string, ...inner: string[]): VersionFolders => ({
      manager,
      folder: path.join(root, ...inner),
      pattern: versionPattern,
      executable: () => (manager === 'fnm' ? path.join('installation', executable) : executable),
    });
    return [
      ...(windows ? [] : [place('nvm', host.variable('NVM_DIR') ?? home('.nvm'), 'versions', 'node')]),
      ...(windows ? [place('nvm-windows', host.variable('NVM_HOME') ?? dataFolder(host, 'nvm'))] : []),
      ...fnmRoots(host).map((root) => place('fnm', root, 'node-versions')),
      place('Volta', host.variable('VOLTA_HOME') ?? volta, 'tools', 'image', 'node'),
      place('mise', host.variable('MISE_DATA_DIR') ?? dataFolder(host, 'mise', 'Local'), 'installs', 'node'),
      ...(windows
        ? []
        : [
            place('asdf', host.variable('ASDF_DATA_DIR') ?? home('.asdf'), 'installs', 'nodejs'),
            place('nodenv', host.variable('NODENV_ROOT') ?? home('.nodenv'), 'versions'),
            place('n', host.variable('N_PREFIX') ?? '/usr/local', 'n', 'versions', 'node'),
          ]),
    ];
  },
  files: (host, wanted) => [...(host.traits.windows ? [programFile(host)] : homebrewFiles(host, wanted)), ...ownNode(host)],
  probe: ['-p', 'process.version+process.execPath'],
  parse(output) {
    const groups = /^v(?<version>\d+\.\d+\.\d+)\S*?(?<path>(?:[A-Za-z]:|[\\/]).*)$/.exec(output.trim())?.groups;
    const { version, path } = groups ?? {};
    return version === undefined || path === undefined ? undefined : { version, path };
  },
};

function fnmRoots(host: Host): readonly string[] {
  const given = host.variable('FNM_DIR');
  if (given !== undefined) return [given];
  const { path } = host.traits;
  const apple = host.platform === 'darwin' ? [path.join(host.home, 'Library', 'Application Support', 'fnm')] : [];
  return [...apple, dataFolder(host, 'fnm'), path.join(host.home, '.fnm')];
}

function ownNode(host: Host): readonly KnownFile[] {
  return host.ownNode === undefined ? [] : [{ manager: 'the one that runs this service', file: host.ownNode }];
}

function programFile(host: Host): KnownFile {
  return { manager: 'Node.js', file: host.traits.path.join(host.variable('ProgramFiles') ?? 'C:\\Program Files', 'nodejs', 'node.exe') };
}

function homebrewFiles(host: Host, wanted: string): readonly KnownFile[] {
  const { path } = host.traits;
  return homebrewRoots(host).map((root) => ({ manager: 'Homebrew', file: path.join(root, 'opt', `node@${wanted}`, 'bin', 'node') }));
}
