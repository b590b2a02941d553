import type { Host } from './host.ts';
import type { KnownFile, Toolchain, VersionFolders } from './toolchain.ts';
import { dataFolder, homebrewRoots } from './userFolders.ts';

const versionPattern = /^(?<version>\d+\.\d+\.\d+)$/;
/** uv names what it builds on too: `cpython-3.11.7-linux-x86_64-gnu`. */
const uvPattern = /^cpython-(?<version>\d+\.\d+\.\d+)-/;

export const pythonToolchain: Toolchain = {
  title: 'Python',
  names: (wanted) => [`python${wanted}`, 'python3', 'python'],
  versionFolders(host) {
    const { path, windows } = host.traits;
    const home = (...names: string[]) => path.join(host.home, ...names);
    const executable = (wanted: string) => (windows ? 'python.exe' : path.join('bin', `python${wanted}`));
    const place = (manager: string, folder: string, pattern = versionPattern): VersionFolders => ({ manager, folder, pattern, executable });
    const uv = host.variable('UV_PYTHON_INSTALL_DIR') ?? path.join(dataFolder(host, 'uv'), ...(windows ? ['data'] : []), 'python');
    const mise = path.join(host.variable('MISE_DATA_DIR') ?? dataFolder(host, 'mise', 'Local'), 'installs', 'python');
    if (windows) {
      const pyenv = host.variable('PYENV') ?? home('.pyenv', 'pyenv-win');
      return [place('pyenv-win', path.join(pyenv, 'versions')), place('mise', mise), place('uv', uv, uvPattern)];
    }
    return [
      place('pyenv', path.join(host.variable('PYENV_ROOT') ?? home('.pyenv'), 'versions')),
      place('mise', mise),
      place('asdf', path.join(host.variable('ASDF_DATA_DIR') ?? home('.asdf'), 'installs', 'python')),
      place('uv', uv, uvPattern),
    ];
  },
  files: (host, wanted) => (host.traits.windows ? windowsFiles(host, wanted) : unixFiles(host, wanted)),
  // Without site packages: quicker, and a broken one does not matter.
  probe: ['-I', '-S', '-c', 'import sys;print("%d.%d.%d"%sys.version_info[:3]+sys.executable)'],
  parse(output) {
    const groups = /^(?<version>\d+\.\d+\.\d+)(?<path>(?:[A-Za-z]:|[\\/]).*)$/.exec(output.trim())?.groups;
    const { version, path } = groups ?? {};
    return version === undefined || path === undefined ? undefined : { version, path };
  },
};

/** Where the installer of python.org, for one user or for all, puts what its launcher `py` lists. */
function windowsFiles(host: Host, wanted: string): readonly KnownFile[] {
  const { path } = host.traits;
  const name = `Python${wanted.replace('.', '')}`;
  const roots = [
    path.join(dataFolder(host, 'Programs', 'Local'), 'Python'),
    host.variable('ProgramFiles') ?? 'C:\\Program Files',
    'C:\\',
  ];
  return roots.map((root) => ({ manager: 'python.org', file: path.join(root, name, 'python.exe') }));
}

function unixFiles(host: Host, wanted: string): readonly KnownFile[] {
  const { path } = host.traits;
  const executable = `python${wanted}`;
  const brewed = homebrewRoots(host).map((root) => ({
    manager: 'Homebrew',
    file: path.join(root, 'opt', `python@${wanted}`, 'bin', executable),
  }));
  const framework = { manager: 'python.org', file: `/Library/Frameworks/Python.framework/Versions/${wanted}/bin/${executable}` };
  return host.platform === 'darwin' ? [...brewed, framework] : brewed;
}
