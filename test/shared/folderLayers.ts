import type { LayerSource } from '../../src/runner/resources/functionVersion.ts';

/** The folders of layers; those that are none count as missing, so that a test notices. */
export function foldersOf(layers: readonly LayerSource[]): string[] {
  return layers.map((layer) => (layer.type === 'folder' ? layer.path : `no folder: ${layer.type}`));
}

export function folderLayers(...paths: readonly string[]): LayerSource[] {
  return paths.map((path) => ({ type: 'folder', path }));
}
