import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { readTexts } from './readJson.ts';

/** Fills a folder of installed extensions with one: a link to where it is built, so that a reloaded window takes the new build. */
export function linkExtension(extension: string, extensionsFolder: string): void {
  const manifest = readTexts(path.join(extension, 'package.json'));
  rmSync(extensionsFolder, { recursive: true, force: true });
  mkdirSync(extensionsFolder, { recursive: true });
  const link = path.join(extensionsFolder, `${manifest('publisher')}.${manifest('name')}-${manifest('version')}`);
  // Windows lets everybody make junctions, but not links.
  symlinkSync(extension, link, 'junction');
}
