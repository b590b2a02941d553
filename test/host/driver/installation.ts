import path from 'node:path';
import { projectRoot } from './projectRoot.ts';
import { readTexts } from './readJson.ts';

/** The file that starts VS Code's own server, as `npm run setup` has built and noted it. */
export function serverFile(): string {
  const note = path.join(projectRoot, 'node_modules', '.cache', 'lambda-workbench', 'host.json');
  try {
    return path.join(readTexts(note)('server'), 'out', 'server-main.js');
  } catch (error) {
    throw new Error('The browser-hosted VS Code is not set up: npm run setup', { cause: error });
  }
}
