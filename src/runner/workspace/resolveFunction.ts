import { dirname } from 'node:path';
import type { WorkspaceProblem } from '../../lambda/function.ts';
import type { TemplateFunction } from '../../lambda/template/templateFunction.ts';
import type { LayerSource } from '../resources/functionVersion.ts';
import { type CodePlace, findCode } from './findCode.ts';
import { findLayers } from './findLayers.ts';
import { checkHandler } from './handlerCheck.ts';
import type { WatchTarget } from './watch/workspaceWatcher.ts';
import type { WorkspaceFunction } from './workspaceFunction.ts';

export interface ResolvedFunction {
  readonly definition: Omit<WorkspaceFunction, 'revision'>;
  readonly problems: readonly WorkspaceProblem[];
  /** The files and folders whose changes are changes of this function. */
  readonly targets: readonly WatchTarget[];
}

export interface Place extends CodePlace {
  readonly platform: NodeJS.Platform;
}

/** Finds a template's function on disk: its folders, and whether its handler is there. */
export async function resolveFunction(of: TemplateFunction, place: Place): Promise<ResolvedFunction> {
  const base = dirname(of.position.file);
  const code = await findCode(of, base, place);
  const layers = await findLayers(of, base);
  const folders = layers.sources.flatMap((source) => (source.type === 'folder' ? source.path : []));
  const allSeen = folders.length === layers.sources.length;
  const { platform } = place;
  const handler =
    of.problem === undefined && code.problem === undefined
      ? await checkHandler(of, { codeFolder: code.folder, layers: folders, allSeen, platform })
      : undefined;
  const problem = of.problem ?? code.problem ?? handler;
  const { settings, reservedConcurrency, url, logicalId, position } = of;
  return {
    definition: {
      settings,
      codeFolder: code.folder,
      layers: layers.sources,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(url !== undefined && { url }),
      logicalId,
      position,
      ...(problem !== undefined && { problem }),
    },
    problems: [...layers.problems, code.problem, handler].filter((found) => found !== undefined),
    targets: [...(code.target === undefined ? [] : [code.target]), ...layers.sources.flatMap(targetOf)],
  };
}

/** Layers of AWS never change. */
function targetOf(source: LayerSource): readonly WatchTarget[] {
  if (source.type === 'aws') return [];
  return [{ path: source.path, kind: source.type === 'zip' ? 'archive' : 'layer' }];
}
