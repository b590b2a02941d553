import { extname, resolve } from 'node:path';
import type { WorkspaceProblem } from '../../lambda/function.ts';
import type { TemplateFunction } from '../../lambda/template/templateFunction.ts';
import type { LayerSource } from '../resources/functionVersion.ts';
import { archiveExtensions } from './findCode.ts';
import { pathKind } from './pathKind.ts';
import { workspaceProblem, type WorkspaceProblemCode } from './workspaceProblem.ts';

export interface Layers {
  /** In order. */
  readonly sources: readonly LayerSource[];
  readonly problems: readonly WorkspaceProblem[];
}

/** Where a template's function has its layers: folders and zips of the workspace, and layer versions of AWS. */
export async function findLayers(of: TemplateFunction, base: string): Promise<Layers> {
  const sources: LayerSource[] = [];
  const problems: WorkspaceProblem[] = [];
  for (const layer of of.layers) {
    if (layer.type === 'arn') {
      sources.push({ type: 'aws', arn: layer.arn });
      continue;
    }
    const path = resolve(base, layer.path);
    const kind = await pathKind(path);
    const zip = kind !== 'folder' && archiveExtensions.has(extname(path).toLowerCase());
    const warn = (name: WorkspaceProblemCode, message: string) =>
      problems.push(workspaceProblem(name, 'warning', message, layer.position, of.settings.FunctionName));
    if (kind === 'file' && !zip) {
      warn('LAYER_NOT_ZIP', `${path} is neither a folder nor a zip. The function runs without it.`);
      continue;
    }
    sources.push({ type: zip ? 'zip' : 'folder', path });
    if (kind === 'missing') warn('LAYER_FOLDER_MISSING', `The layer's ${zip ? 'zip' : 'folder'} ${path} does not exist.`);
  }
  return { sources, problems };
}
