import type { Writable } from 'node:stream';
import { runScenario } from '../../lambda/scaling/simulation/run.ts';
import { expectedSize } from '../../lambda/scaling/simulation/simulate.ts';
import { print } from './output.ts';
import type { SimulateCommand } from './simulateCommand.ts';
import { simulateReport } from './simulateReport.ts';
import { scenarioOf } from './simulateScenario.ts';

/** More take longer one by one than anybody who did not ask for that waits at a prompt. */
const mostExact = 10_000_000;

/** Simulates a scenario and prints what came of it; answers the exit code. Throws CodedError: the scenario cannot be read, or simulated. */
export async function simulate(command: SimulateCommand, out: Writable): Promise<number> {
  const { json } = command;
  const scenario = await scenarioOf(command);
  const mode = command.mode ?? (expectedSize(scenario) <= mostExact ? 'exact' : 'fluid');
  const result = runScenario(scenario, { mode });
  await print(out, json ? `${JSON.stringify(result)}\n` : simulateReport(result));
  return 0;
}
