import { setImmediate } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import type { InParts } from '../../lambda/scaling/simulation/inParts.ts';
import { runInParts } from '../../lambda/scaling/simulation/run.ts';
import { expectedSize } from '../../lambda/scaling/simulation/simulate.ts';
import { print } from './output.ts';
import type { SimulateCommand } from './simulateCommand.ts';
import { simulateReport } from './simulateReport.ts';
import { scenarioOf } from './simulateScenario.ts';

/** More take longer one by one than anybody who did not ask for that waits at a prompt. */
const mostExact = 10_000_000;

/** Where it prints; progress to `err` where that is a terminal. */
export interface SimulateStreams {
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
}

/** Simulates a scenario and prints what came of it; answers the exit code. Throws CodedError: the scenario cannot be read, or simulated. */
export async function simulate(command: SimulateCommand, { out, err }: SimulateStreams): Promise<number> {
  const { json } = command;
  const scenario = await scenarioOf(command);
  const mode = command.mode ?? (expectedSize(scenario) <= mostExact ? 'exact' : 'fluid');
  const parts = runInParts(scenario, { mode });
  const result = await finished(parts, err.isTTY === true ? (line) => void err.write(line) : undefined);
  await print(out, json ? `${JSON.stringify(result)}\n` : simulateReport(result));
  return 0;
}

/** In between, signals have their turn. */
async function finished<T>(parts: InParts<T>, show?: (line: string) => void): Promise<T> {
  let shown = 0;
  for (;;) {
    const part = parts.next();
    if (part.done === true) {
      if (shown > 0) show?.('\r\u001B[K');
      return part.value;
    }
    const percent = Math.floor(part.value * 100);
    if (percent > shown) show?.(`\r\u001B[K${percent} %`);
    shown = Math.max(shown, percent);
    await setImmediate();
  }
}
