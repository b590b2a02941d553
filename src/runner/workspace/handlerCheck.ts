import { join } from 'node:path';
import type { WorkspaceProblem } from '../../lambda/function.ts';
import { handlerFiles } from '../../lambda/handlerFiles.ts';
import type { TemplateFunction } from '../../lambda/template/templateFunction.ts';
import { pathKind } from './pathKind.ts';
import { workspaceProblem } from './workspaceProblem.ts';

export interface HandlerPlace {
  readonly codeFolder: string;
  /** Those that lie in folders. */
  readonly layers: readonly string[];
  /** Whether there are no other layers, in which a handler could be too. */
  readonly allSeen: boolean;
  readonly platform: NodeJS.Platform;
}

/** Looks for the file that has the function's handler; the problem lists what was looked for. */
export async function checkHandler(of: TemplateFunction, place: HandlerPlace): Promise<WorkspaceProblem | undefined> {
  const { Runtime, Handler, FunctionName } = of.settings;
  const files = handlerFiles(Runtime, Handler);
  if (files.type === 'untold') return undefined;
  if (files.type === 'malformed') {
    const message = `${JSON.stringify(Handler)} is no handler for ${Runtime}: ${files.reason}.`;
    return workspaceProblem('HANDLER_INVALID', 'error', message, of.handlerPosition, FunctionName);
  }
  const candidates = [
    ...files.inCode.flatMap((file) => withEndings(join(place.codeFolder, file), place.platform)),
    ...place.layers.flatMap((layer) => files.inLayers.map((file) => join(layer, file))),
  ];
  for (const candidate of candidates) if (await isHandler(candidate)) return undefined;
  if (!place.allSeen && files.inLayers.length > 0) return undefined;
  const build = of.buildMethod === undefined ? '' : ` It is made by building the function first (BuildMethod ${of.buildMethod}).`;
  const looked = files.inCode.filter((file) => !file.startsWith('node_modules/')).join(', ');
  const inLayers = files.inCode.length === 0 || place.layers.length > 0 ? ' and in its layers' : '';
  const message = `No file has the handler ${JSON.stringify(Handler)}. Looked for ${looked} in ${place.codeFolder}${inLayers}.${build}`;
  return workspaceProblem('HANDLER_MISSING', 'error', message, of.handlerPosition, FunctionName);
}

/** Packages are folders, all else that has a handler is a file. */
async function isHandler(path: string): Promise<boolean> {
  const kind = await pathKind(path);
  return kind === 'file' || (kind === 'folder' && /[\\/]node_modules[\\/][^\\/]+$/.test(path));
}

/** On Windows a bootstrap can only be started with an ending. */
function withEndings(path: string, platform: NodeJS.Platform): readonly string[] {
  return platform === 'win32' && /[\\/]bootstrap$/.test(path) ? [path, `${path}.exe`, `${path}.cmd`] : [path];
}
