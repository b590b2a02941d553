/** Opens desktop VS Code with the extension under development. */
import { progress, UserError } from '../log.mjs';
import { capture } from '../processes.mjs';
import { inRoot, root } from '../project.mjs';

/** The command returns when the window opens. */
export async function openDesktop({ command }) {
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', inRoot('test', 'workspace')];
  const shell = process.platform === 'win32';
  const { code, output } = await capture(shell ? `"${command}"` : command, shell ? args.map((arg) => `"${arg}"`) : args, { shell });
  if (code !== 0) throw new UserError(`${command} ended with ${code}:\n${output}`);
  progress('opened in desktop VS Code; after a change: npm run build, then "Developer: Reload Window"');
}
