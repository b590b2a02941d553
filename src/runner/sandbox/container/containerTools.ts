import { basename, extname, isAbsolute } from 'node:path';
import { CodedError } from '../../../common/codedError.ts';
import type { PathSearch } from '../pathSearch.ts';

/** What differs between the tools that run containers. */
export interface ToolTraits {
  /** How a container reaches this machine's loopback where it cannot share its network (macOS, Windows). */
  readonly machine: string;
  /** On Linux: whether processes are to run as the user who runs the service, as files in /tmp would else be root's. */
  readonly asUser: boolean;
  /** Options for every run. */
  readonly options: readonly string[];
}

/** In the order in which they are looked for. */
export const containerTools: Readonly<Record<string, ToolTraits>> = {
  docker: { machine: 'host.docker.internal', asUser: true, options: ['--security-opt', 'label=disable'] },
  // Without root its root is the user already.
  podman: { machine: 'host.containers.internal', asUser: false, options: ['--security-opt', 'label=disable'] },
  finch: { machine: 'host.docker.internal', asUser: true, options: [] },
  nerdctl: { machine: 'host.docker.internal', asUser: true, options: [] },
};

export interface FoundTool {
  /** By absolute path. */
  readonly command: string;
  readonly traits: ToolTraits;
}

/**
 * @param wanted the setting: a tool's name, or its absolute path; undefined: whichever there is.
 * Throws CodedError `ISOLATION_UNAVAILABLE`.
 */
export async function findContainerTool(wanted: string | undefined, search: PathSearch): Promise<FoundTool> {
  if (wanted !== undefined && isAbsolute(wanted)) {
    const name = basename(wanted, extname(wanted)).toLowerCase();
    return { command: wanted, traits: traitsOf(name) };
  }
  const names = wanted === undefined ? Object.keys(containerTools) : [wanted];
  for (const name of names) {
    const command = await search(name);
    if (command !== undefined) return { command, traits: traitsOf(name) };
  }
  throw new CodedError(
    'ISOLATION_UNAVAILABLE',
    `The isolation container cannot be used: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not on the PATH. ` +
      'Install one of them, or give its absolute path in the setting for the container tool.',
    { details: { looked: names } },
  );
}

/** An unknown tool by absolute path is taken for one like Docker's. */
function traitsOf(name: string): ToolTraits {
  return containerTools[name] ?? { machine: 'host.docker.internal', asUser: true, options: [] };
}
