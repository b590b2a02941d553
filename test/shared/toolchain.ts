import { execFileSync } from 'node:child_process';
import { beforeEach } from 'vitest';

/** The Debian package of each tool that tests ask for. */
const debianPackages: Readonly<Record<string, string>> = {
  aws: 'awscli',
  python3: 'python3',
  'python3.11': 'python3.11',
  git: 'git',
};

const reasons = new Map<string, string | undefined>();

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

/** Why a command cannot be used, said once on standard error, or undefined where it can. */
function reasonAgainst(command: string): string | undefined {
  if (!reasons.has(command)) reasons.set(command, probe(command));
  return reasons.get(command);
}

/** It must run, not only lie on PATH: version managers leave shims of commands that no installed version has. */
function probe(command: string): string | undefined {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore', timeout: 30_000 });
    return undefined;
  } catch {
    const reason = `${command} does not run here. On Debian: apt-get install ${debianPackages[command] ?? command}`;
    process.stderr.write(`${process.env['CI'] === 'true' ? 'missing' : 'skipping tests'}: ${reason}\n`);
    return reason;
  }
}
