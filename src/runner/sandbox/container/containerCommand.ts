import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../../common/codedError.ts';
import type { FunctionVersion, ImageOverrides } from '../../resources/functionVersion.ts';
import { parseRuntime } from '../../../lambda/runtimes.ts';
import type { ImageInfo } from './containerEngine.ts';

/** What runs in a container; absent: as the image says. */
export interface ContainerCommand {
  readonly entryPoint?: readonly string[];
  readonly args: readonly string[];
  readonly workingDirectory?: string;
}

/** Of a function's own image, with its ImageConfig over it. Where an entry point is given, tools forget the image's own arguments. */
export function imageCommand({ entryPoint = [], command = [], workingDirectory }: ImageOverrides, image: ImageInfo): ContainerCommand {
  const args = command.length > 0 ? command : entryPoint.length > 0 ? image.command : [];
  return {
    ...(entryPoint.length > 0 && { entryPoint }),
    args,
    ...(workingDirectory !== undefined && workingDirectory !== '' && { workingDirectory }),
  };
}

/**
 * Of AWS's base images: their entry point takes the handler. Those for `provided` have no runtime: the function's own is started.
 * Throws CodedError `BOOTSTRAP_MISSING`.
 */
export async function baseImageCommand({ settings, code }: FunctionVersion, opt: string): Promise<ContainerCommand> {
  if (parseRuntime(settings.Runtime)?.family !== 'provided') return { args: [settings.Handler] };
  for (const [folder, inside] of [[code.path, '/var/task'], [opt, '/opt']] as const) {
    const status = await stat(join(folder, 'bootstrap')).catch(() => undefined);
    if (status?.isFile() === true) return { entryPoint: [`${inside}/bootstrap`], args: [] };
  }
  throw new CodedError(
    'BOOTSTRAP_MISSING',
    `${settings.FunctionName} (${settings.Runtime}) has no bootstrap. Looked in ${code.path}, ${opt}. ` +
      'Build the function so that its code folder, or one of its layers, holds an executable file named bootstrap.',
    { details: { function: settings.FunctionName, places: [code.path, opt] } },
  );
}
