/** Runs npm, whoever's it is, with as little of this process's own npm run in it as possible. */
import path from 'node:path';
import { MissingTool, UserError } from '../log.mjs';
import { binFolder } from '../project.mjs';
import { capture, which } from '../processes.mjs';

/** @param settings npm's settings for this call, by name; they win over the machine's own. */
export async function npm(args, { cwd, settings = {}, what }) {
  const [command, ...first] = npmCommand();
  const { code, output } = await capture(command, [...first, ...args], {
    cwd,
    env: environment(settings),
    shell: command.endsWith('.cmd'),
  });
  if (code !== 0) throw new UserError(`${what} failed: npm ${args.join(' ')} (in ${cwd}) ended with ${code}\n\n${output.trim()}`);
}

function npmCommand() {
  const running = process.env.npm_execpath;
  if (running !== undefined && path.basename(running) === 'npm-cli.js') return [process.execPath, running];
  const found = which('npm');
  if (found === undefined) throw new MissingTool('npm is missing. On Debian: apt-get install npm');
  return [found];
}

/** What `npm run` tells its scripts about itself would turn a second npm to the wrong project. */
function environment(settings) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|node_execpath|execpath|config_(local_prefix|global_prefix|prefix|global)$)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: [binFolder, process.env.PATH].join(path.delimiter),
    npm_config_update_notifier: 'false',
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value])),
  };
}
