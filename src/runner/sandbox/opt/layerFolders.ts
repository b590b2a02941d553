import { stat } from 'node:fs/promises';
import { CodedError } from '../../../common/codedError.ts';
import type { LayerSource } from '../../resources/functionVersion.ts';

/** Finds the folder that holds a layer's files. */
export interface LayerFolders {
  /**
   * The folder's absolute path; its contents stay as they are, but for a folder of the workspace. Throws CodedError `LAYER_UNAVAILABLE`
   * with what is missing and what to do.
   */
  folderOf(source: LayerSource): Promise<string>;
}

/** Of layers that are folders. */
export const plainLayerFolders: LayerFolders = {
  async folderOf(source) {
    if (source.type !== 'folder') {
      throw new CodedError('LAYER_UNAVAILABLE', `Layers of type ${source.type} cannot be had here: give the layer as a folder.`);
    }
    if ((await stat(source.path).catch(() => undefined))?.isDirectory() !== true) {
      throw new CodedError('LAYER_UNAVAILABLE', `The layer's folder ${source.path} does not exist: build the layer, or mend its path.`, {
        details: { folder: source.path },
      });
    }
    return source.path;
  },
};
