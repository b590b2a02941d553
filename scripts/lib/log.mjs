/** What the scripts tell whoever runs them. */

/** A thing that the person at the keyboard can mend: shown without a stack. */
export class UserError extends Error {}

/** A program that is not on this machine; the message names its package. */
export class MissingTool extends UserError {}

const started = performance.now();

export function progress(text) {
  process.stdout.write(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${text}\n`);
}

/** Runs a script's body; a failure becomes a message and exit code 1. */
export async function runScript(body) {
  try {
    await body();
  } catch (error) {
    process.stderr.write(`\n${error instanceof UserError ? `error: ${error.message}` : (error?.stack ?? error)}\n`);
    process.exitCode = 1;
  }
}
