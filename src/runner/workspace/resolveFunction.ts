import { dirname, extname, resolve } from 'node:path';
import { messageOf } from '../../common/codedError.ts';
import type { WorkspaceProblem } from '../../lambda/function.ts';
import type { TemplateFunction } from '../../lambda/template/templateFunction.ts';
import { checkHandler } from './handlerCheck.ts';
import { layDownInlineCode } from './inlineCode.ts';
import { pathKind } from './pathKind.ts';
import type { WatchTarget } from './watch/workspaceWatcher.ts';
import type { WorkspaceFunction } from './workspaceFunction.ts';
import { workspaceProblem, type WorkspaceProblemCode } from './workspaceProblem.ts';

export interface ResolvedFunction {
  readonly definition: Omit<WorkspaceFunction, 'revision'>;
  readonly problems: readonly WorkspaceProblem[];
  /** The folders whose changes are changes of this function. */
  readonly targets: readonly WatchTarget[];
}

export interface Place {
  readonly platform: NodeJS.Platform;
  readonly inlineFolder?: string;
}

interface Code {
  readonly folder: string;
  readonly watched: boolean;
  readonly problem?: WorkspaceProblem;
}

const archives: ReadonlySet<string> = new Set(['.zip', '.jar', '.war']);

/** Finds a template's function on disk: its folders, and whether its handler is there. */
export async function resolveFunction(of: TemplateFunction, place: Place): Promise<ResolvedFunction> {
  const base = dirname(of.position.file);
  const code = await findCode(of, base, place);
  const layers = await findLayers(of, base);
  const { platform } = place;
  const handler =
    of.problem === undefined && code.problem === undefined
      ? await checkHandler(of, { codeFolder: code.folder, layers: layers.folders, platform })
      : undefined;
  const problem = of.problem ?? code.problem ?? handler;
  const { settings, reservedConcurrency, logicalId, position } = of;
  return {
    definition: {
      settings,
      codeFolder: code.folder,
      layers: layers.folders,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      logicalId,
      position,
      ...(problem !== undefined && { problem }),
    },
    problems: [...layers.problems, code.problem, handler].filter((found) => found !== undefined),
    targets: [
      ...(code.watched ? [{ path: code.folder, kind: 'code' } as const] : []),
      ...layers.folders.map((path) => ({ path, kind: 'layer' }) as const),
    ],
  };
}

async function findCode(of: TemplateFunction, base: string, place: Place): Promise<Code> {
  const { code } = of;
  const problem = (name: WorkspaceProblemCode, message: string) =>
    workspaceProblem(name, 'error', message, code.position, of.settings.FunctionName);
  if (code.type === 'inline') {
    if (place.inlineFolder === undefined) {
      const message = 'Code inside the template is not run here. Put it in a file, and name its folder.';
      return { folder: base, watched: false, problem: problem('INLINE_CODE_UNSUPPORTED', message) };
    }
    try {
      return { folder: await layDownInlineCode(place.inlineFolder, code.fileName, code.text), watched: false };
    } catch (error) {
      const message = `The code inside the template cannot be laid down: ${messageOf(error)}`;
      return { folder: base, watched: false, problem: problem('INLINE_CODE_UNSUPPORTED', message) };
    }
  }
  const path = resolve(base, code.path);
  const kind = await pathKind(path);
  if (kind === 'folder') return { folder: path, watched: true };
  if (kind === 'missing') {
    return { folder: path, watched: true, problem: problem('CODE_FOLDER_MISSING', `The code folder ${path} does not exist.`) };
  }
  if (!archives.has(extname(path).toLowerCase())) return { folder: dirname(path), watched: true };
  const message = `${path} is an archive. The Local region runs code from its folder: name that instead.`;
  return { folder: dirname(path), watched: false, problem: problem('CODE_IS_ARCHIVE', message) };
}

interface Layers {
  readonly folders: readonly string[];
  readonly problems: readonly WorkspaceProblem[];
}

async function findLayers(of: TemplateFunction, base: string): Promise<Layers> {
  const folders: string[] = [];
  const problems: WorkspaceProblem[] = [];
  for (const layer of of.layers) {
    if (layer.type === 'arn') continue;
    const path = resolve(base, layer.path);
    const kind = await pathKind(path);
    const warn = (name: WorkspaceProblemCode, message: string) =>
      problems.push(workspaceProblem(name, 'warning', message, layer.position, of.settings.FunctionName));
    if (kind === 'file') {
      warn('LAYER_IS_ARCHIVE', `${path} is a file; the Local region takes layers from folders. The function runs without it.`);
      continue;
    }
    folders.push(path);
    if (kind === 'missing') warn('LAYER_FOLDER_MISSING', `The layer's folder ${path} does not exist.`);
  }
  return { folders, problems };
}
