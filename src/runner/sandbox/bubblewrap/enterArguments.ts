import { startScript } from '../process/startScript.ts';
import type { SandboxCommand } from '../sandboxProcess.ts';

/** Begins the names under which variables of the dynamic linker are given on: it would heed them in `nsenter` too, outside. */
const aside = '_SANDBOXED_';

/** Namespaces that the holder made. */
const namespaces = ['--user', '--mount', '--pid', '--ipc', '--uts'];

/**
 * What makes a shell the parent of the command: nsenter itself, when it waits, stops with a child that is stopped, and might stay so when
 * both are let go on.
 */
const withoutFork = '--no-fork';

/** How a command is run in the namespaces of a process. `cwd` and the command are as its processes see them. */
export function enterCommand(nsenter: string, holderPid: number, { command, args, cwd, environment }: SandboxCommand): SandboxCommand {
  const renamed: Record<string, string> = {};
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const held = /^(LD_|GCONV_PATH$|NLSPATH$|LOCPATH$)/.test(name) ? `${aside}${name}` : name;
    given[held] = value;
    if (held !== name) renamed[name] = held;
  }
  const script = startScript(environment, { folder: cwd, renamed, stays: true });
  return {
    command: nsenter,
    args: ['--preserve-credentials', '--target', String(holderPid), ...namespaces, withoutFork, '--', '/bin/sh', '-c', script, command, ...args],
    cwd: '/',
    environment: given,
  };
}
