import type { SandboxCommand } from '../sandboxProcess.ts';

/** File descriptors that a process may have. Source: AWS Lambda Developer Guide, "Lambda quotas". */
export const descriptorLimit = 1024;

/** What shells set by themselves and would pass on. */
const shellVariables = ['PWD', 'OLDPWD', 'SHLVL', '_'];

export interface ScriptOptions {
  /** Changes to it first: a folder as the shell sees it. */
  readonly folder?: string;
  /** Variables that would work on the shell too: given to it under other names, they get their own here. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Stays, and ends as the command does, instead of becoming it. */
  readonly stays?: boolean;
}

/**
 * Runs the command and ends by what ended it, without a word of the shell's own on standard error. Of the statuses that shells make of
 * signals it takes those of faults and SIGKILL back; programs choose the others themselves, as Java does 143.
 */
const stay = [
  'exec 9>&2 2>/dev/null',
  '(exec "$0" "$@" 2>&9 9>&-)',
  'status=$?',
  'ulimit -c 0',
  'case $status in 132|134|135|136|137|139) kill -$((status - 128)) $$;; esac',
  'exit $status',
].join('; ');

/** A script for a POSIX shell: limits its file descriptors, then becomes `$0` with its arguments, whose environment is as given. */
export function startScript(environment: Readonly<Record<string, string>>, { folder, renamed = {}, stays = false }: ScriptOptions = {}): string {
  const own = shellVariables.filter((name) => !(name in environment));
  return [
    `ulimit -n ${descriptorLimit}`,
    ...(folder === undefined ? [] : [`cd ${folder}`]),
    ...Object.entries(renamed).map(([name, given]) => `export ${name}="$${given}"; unset ${given}`),
    `unset ${own.join(' ')}`,
    stays ? stay : 'exec "$0" "$@"',
  ].join('; ');
}

/** The same command with at most 1,024 file descriptors; on Windows, which has no such limit, as it is. */
export function withDescriptorLimit(command: SandboxCommand, platform: NodeJS.Platform): SandboxCommand {
  if (platform === 'win32') return command;
  const script = startScript(command.environment);
  return { ...command, command: '/bin/sh', args: ['-c', script, command.command, ...command.args] };
}
