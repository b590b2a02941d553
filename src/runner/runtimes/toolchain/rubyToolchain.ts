import type { Host } from './host.ts';
import type { KnownFile, Toolchain, VersionFolders } from './toolchain.ts';
import { dataFolder, homebrewRoots } from './userFolders.ts';

/** `3.3.0`, `ruby-3.3.0` */
const versionPattern = /^(?:ruby-)?(?<version>\d+\.\d+\.\d+)/;

export const rubyToolchain: Toolchain = {
  title: 'Ruby',
  names: (wanted) => [`ruby${wanted}`, 'ruby'],
  versionFolders(host) {
    const { path, windows } = host.traits;
    const home = (...names: string[]) => path.join(host.home, ...names);
    const executable = path.join('bin', windows ? 'ruby.exe' : 'ruby');
    const place = (manager: string, folder: string): VersionFolders => ({
      manager,
      folder,
      pattern: versionPattern,
      executable: () => executable,
    });
    const mise = place('mise', path.join(host.variable('MISE_DATA_DIR') ?? dataFolder(host, 'mise', 'Local'), 'installs', 'ruby'));
    if (windows) return [mise];
    return [
      place('rbenv', path.join(host.variable('RBENV_ROOT') ?? home('.rbenv'), 'versions')),
      place('rvm', path.join(host.variable('rvm_path') ?? home('.rvm'), 'rubies')),
      mise,
      place('asdf', path.join(host.variable('ASDF_DATA_DIR') ?? home('.asdf'), 'installs', 'ruby')),
      place('chruby', home('.rubies')),
      place('chruby', '/opt/rubies'),
    ];
  },
  files: (host, wanted) => (host.traits.windows ? rubyInstaller(host, wanted) : homebrew(host, wanted)),
  // Without gems: quicker, and a broken one does not matter.
  probe: ['--disable=gems', '-rrbconfig', '-e', 'print(RUBY_VERSION+RbConfig.ruby)'],
  parse(output) {
    const groups = /^(?<version>\d+\.\d+\.\d+)(?<path>(?:[A-Za-z]:|[\\/]).*)$/.exec(output.trim())?.groups;
    const { version, path } = groups ?? {};
    return version === undefined || path === undefined ? undefined : { version, path };
  },
};

function rubyInstaller(host: Host, wanted: string): readonly KnownFile[] {
  const name = `Ruby${wanted.replace('.', '')}`;
  return [`${name}-x64`, `${name}-arm`, name].map((folder) => ({
    manager: 'RubyInstaller',
    file: host.traits.path.join('C:\\', folder, 'bin', 'ruby.exe'),
  }));
}

function homebrew(host: Host, wanted: string): readonly KnownFile[] {
  return homebrewRoots(host).map((root) => ({
    manager: 'Homebrew',
    file: host.traits.path.join(root, 'opt', `ruby@${wanted}`, 'bin', 'ruby'),
  }));
}
