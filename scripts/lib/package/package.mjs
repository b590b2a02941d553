/** Makes the .vsix that users install. */
import { statSync } from 'node:fs';
import { progress, UserError } from '../log.mjs';
import { capture } from '../processes.mjs';
import { commandOf, inRoot, manifest, root } from '../project.mjs';

const sizeLimit = 4_000_000;

export const packageFile = inRoot(`${manifest.name}-${manifest.version}.vsix`);

export async function makePackage(file) {
  // What is bundled needs no node_modules, and the project has no public repository to rewrite links to.
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file];
  const { code, output } = await capture(process.execPath, [commandOf('@vscode/vsce', 'vsce'), ...args], { cwd: root });
  if (code !== 0) throw new UserError(`vsce ended with ${code}:\n${output}`);
  const { size } = statSync(file);
  if (size > sizeLimit) throw new UserError(`${file} has ${size} bytes, which is over the limit of ${sizeLimit}.\n${output}`);
  progress(`made ${file} (${(size / 1_000_000).toFixed(2)} MB)`);
}
