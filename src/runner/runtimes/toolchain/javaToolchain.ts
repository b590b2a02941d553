import type { Host } from './host.ts';
import type { KnownFile, Toolchain, VersionFolders } from './toolchain.ts';
import { dataFolder, homebrewRoots } from './userFolders.ts';

/** `java-17-openjdk-amd64`, `jdk1.8.0_402`, `21.0.2-tem`, `openjdk64-17.0.1`: the first number, and a leading `1.` says nothing. */
const versionPattern = /^(?:openjdk64-)?\D*?(?:1\.)?(?<version>\d+(?:[._]\d+)*)/;

/** Vendors' folders below Program Files. */
const windowsVendors = ['Java', 'Eclipse Adoptium', 'Amazon Corretto', 'Microsoft', 'Zulu', 'BellSoft', 'Semeru', 'OpenJDK'];

/** A JDK, or a runtime alone. */
export const javaToolchain: Toolchain = {
  title: 'Java',
  names: () => ['java'],
  versionFolders(host) {
    const { path, windows } = host.traits;
    const home = (...names: string[]) => path.join(host.home, ...names);
    const mac = host.platform === 'darwin';
    const program = windows ? path.join('bin', 'java.exe') : path.join('bin', 'java');
    const bundled = path.join('Contents', 'Home', 'bin', 'java');
    const place = (manager: string, folder: string, executable = program): VersionFolders => ({
      manager,
      folder,
      pattern: versionPattern,
      executable: () => executable,
    });
    const mise = path.join(host.variable('MISE_DATA_DIR') ?? dataFolder(host, 'mise', 'Local'), 'installs', 'java');
    if (windows) {
      const programs = host.variable('ProgramFiles') ?? 'C:\\Program Files';
      return [
        ...windowsVendors.map((vendor) => place(vendor, path.join(programs, vendor))),
        place('SDKMAN', sdkman(host)),
        place('mise', mise),
        place('IntelliJ IDEA', home('.jdks')),
      ];
    }
    return [
      place('SDKMAN', sdkman(host)),
      place('mise', mise),
      place('asdf', path.join(host.variable('ASDF_DATA_DIR') ?? home('.asdf'), 'installs', 'java')),
      place('jenv', path.join(host.variable('JENV_ROOT') ?? home('.jenv'), 'versions')),
      place('IntelliJ IDEA', mac ? home('Library', 'Java', 'JavaVirtualMachines') : home('.jdks'), mac ? bundled : program),
      mac ? place('macOS', '/Library/Java/JavaVirtualMachines', bundled) : place('the system', '/usr/lib/jvm'),
    ];
  },
  files: (host, wanted) => [...fromVariables(host, wanted), ...fromHomebrew(host, wanted)],
  probe: ['-XshowSettings:properties', '-version'],
  answersOn: 'stderr',
  parse(output) {
    const property = (name: string) => new RegExp(String.raw`^\s*${name} = (.+?)\s*$`, 'm').exec(output)?.[1];
    const home = property(String.raw`java\.home`);
    const version = versionPattern.exec(property(String.raw`java\.version`) ?? '')?.groups?.['version'];
    if (home === undefined || version === undefined) return undefined;
    return { version, path: /^[A-Za-z]:|\\/.test(home) ? `${home}\\bin\\java.exe` : `${home}/bin/java` };
  },
};

function sdkman(host: Host): string {
  const { path } = host.traits;
  return path.join(host.variable('SDKMAN_DIR') ?? path.join(host.home, '.sdkman'), 'candidates', 'java');
}

/** Build servers keep one variable a version. */
function fromVariables(host: Host, wanted: string): readonly KnownFile[] {
  const { path, windows } = host.traits;
  return ['JAVA_HOME', `JAVA_HOME_${wanted}_X64`, `JAVA_HOME_${wanted}_arm64`].flatMap((manager) => {
    const home = host.variable(manager);
    return home === undefined ? [] : [{ manager, file: path.join(home, 'bin', windows ? 'java.exe' : 'java') }];
  });
}

function fromHomebrew(host: Host, wanted: string): readonly KnownFile[] {
  const { path } = host.traits;
  return homebrewRoots(host).map((root) => ({ manager: 'Homebrew', file: path.join(root, 'opt', `openjdk@${wanted}`, 'bin', 'java') }));
}
