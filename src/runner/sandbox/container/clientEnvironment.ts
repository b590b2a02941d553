import { writeFile } from 'node:fs/promises';
import { CodedError } from '../../../common/codedError.ts';

/** What container tools read of the host's environment: where their engine, settings and credentials are, and what systems need. */
const needed =
  /^(PATH|HOME|USER|LOGNAME|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|SYSTEMROOT|COMSPEC|PATHEXT|TMP|TEMP|TMPDIR|XDG_.*|DOCKER_.*|CONTAINER_.*|CONTAINERS_.*|CONTAINERD_.*|NERDCTL_.*|BUILDAH_.*|FINCH_.*|SSH_AUTH_SOCK|DBUS_SESSION_BUS_ADDRESS)$/i;

/** What would work on the tool itself. */
const harmful = /^(LD_.*|DYLD_.*|GO[A-Z]+|GCONV_PATH)$/;

export interface ClientEnvironment {
  /** Of the tool's process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names whose values it passes on. */
  readonly names: readonly string[];
  /** Those that cannot be in its own environment. */
  readonly others: Readonly<Record<string, string>>;
}

/** Parts a container's variables into those that its tool can be given, and those that are the tool's own or would work on it. */
export function clientEnvironment(
  variables: Readonly<Record<string, string>>,
  host: Readonly<Record<string, string | undefined>>,
): ClientEnvironment {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(host)) if (value !== undefined && needed.test(name)) environment[name] = value;
  const names: string[] = [];
  const others: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (needed.test(name) || harmful.test(name)) {
      others[name] = value;
    } else {
      environment[name] = value;
      names.push(name);
    }
  }
  return { environment, names, others };
}

/** Writes variables for a tool to read, for its owner's eyes only. Throws CodedError `ISOLATION_UNAVAILABLE` for one of several lines. */
export async function writeVariables(file: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const several = Object.entries(variables).find(([, value]) => /[\r\n]/.test(value));
  if (several !== undefined) {
    throw new CodedError('ISOLATION_UNAVAILABLE', `The variable ${several[0]} cannot be given to a container, as its value has several lines.`);
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
}
