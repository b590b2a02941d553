import { execFileSync } from 'node:child_process';
import { beforeEach } from 'vitest';

/** The Debian package of each tool that tests ask for. */
const debianPackages: Readonly<Record<string, string>> = {
  aws: 'awscli',
  python3: 'python3',
  'python3.11': 'python3.11',
  git: 'git',
  bwrap: 'bubblewrap',
  ruby: 'ruby',
  java: 'default-jdk-headless',
  javac: 'default-jdk-headless',
  mvn: 'maven',
  go: 'golang',
  cargo: 'cargo',
  'g++': 'g++',
};

/** Where it is not `--version`. */
const versionArguments: Readonly<Record<string, string>> = { go: 'version', openssl: 'version' };

const versions = new Map<string, string | undefined>();
const told = new Set<string>();

/**
 * Call it at the top of a file or of a `describe`: its tests need these commands. Where one is missing they are skipped with a reason
 * on a developer's machine, and fail where `CI` is `true`.
 */
export function needs(...commands: readonly string[]): void {
  beforeEach((context) => {
    const missing = commands.map((command) => reasonAgainst(command)).find((reason) => reason !== undefined);
    if (missing === undefined) return;
    if (process.env['CI'] === 'true') throw new Error(missing);
    context.skip(missing);
  });
}

/** What a command says of its version; undefined where it does not run. */
export function versionOf(command: string): string | undefined {
  if (!versions.has(command)) versions.set(command, probe(command));
  return versions.get(command);
}

/** Why a command cannot be used, said once on standard error, or undefined where it can. */
function reasonAgainst(command: string): string | undefined {
  if (versionOf(command) !== undefined) return undefined;
  const reason = `${command} does not run here. On Debian: apt-get install ${debianPackages[command] ?? command}`;
  if (!told.has(command)) process.stderr.write(`${process.env['CI'] === 'true' ? 'missing' : 'skipping tests'}: ${reason}\n`);
  told.add(command);
  return reason;
}

/** It must run, not only lie on PATH: version managers leave shims of commands that no installed version has. */
function probe(command: string): string | undefined {
  try {
    const args = [versionArguments[command] ?? '--version'];
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 }).trim();
  } catch {
    return undefined;
  }
}
