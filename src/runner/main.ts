import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { assertNever } from '../common/assertNever.ts';
import { systemClock } from '../common/clock.ts';
import { CodedError, messageOf } from '../common/codedError.ts';
import { type Command, parseCommandLine } from './cli/commandLine.ts';
import { invoke } from './cli/invoke.ts';
import { load } from './cli/load.ts';
import { forgive } from './cli/output.ts';
import { logs } from './cli/logs.ts';
import { serve } from './cli/serve.ts';
import { simulate } from './cli/simulate.ts';
import { usage } from './cli/usage.ts';
import { verify } from './cli/verify.ts';

/** Of errors after which another command line would do. */
const wrongCommandLine: ReadonlySet<string> = new Set(['USAGE', 'LOAD_NOT_CONFIRMED']);

/** Where this file lies once it is built, with the runtimes' files and the reaper beside it. */
const distFolder = import.meta.dirname;

async function run(command: Command): Promise<number> {
  switch (command.type) {
    case 'serve':
      return serve(command, distFolder);
    case 'invoke':
      return invoke(command);
    case 'load':
      return load(command, { environment: process.env, out: process.stdout, err: process.stderr, clock: systemClock, signal: untilInterrupted() });
    case 'logs':
      return logs(command, { environment: process.env, out: process.stdout, now: Date.now, signal: untilInterrupted() });
    case 'simulate':
      return simulate(command, { out: process.stdout, err: process.stderr });
    case 'verify':
      return verify(command, { out: process.stdout, clock: systemClock, signal: untilInterrupted() });
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return 0;
    default:
      return assertNever(command);
  }
}

/** Aborted by Ctrl-C: following ends, as it was asked to. */
function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  return interrupted.signal;
}

function version(): string {
  const manifest = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));
  return v.parse(manifest, readFileSync(join(distFolder, '..', 'package.json'), 'utf8')).version;
}

async function main(): Promise<number> {
  forgive(process.stdout);
  try {
    return await run(parseCommandLine(process.argv.slice(2)));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return error instanceof CodedError && wrongCommandLine.has(error.code) ? 2 : 1;
  }
}

void main().then((code) => process.exit(code));
