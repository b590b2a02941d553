import { mkdir, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openRegion } from '../shared/region.ts';
import { benchFolder } from './benchFolder.ts';
import { answerOf, milliseconds, post, quantile, type Row } from './measure.ts';

const rounds = 15;
const manyFiles = 5_000;
const filesPerFolder = 20;
const invocation = '/2015-03-31/functions/reloaded/invocations';
const nothing = Buffer.from('{}');

/** From a saved file to the answer of the first invocation that runs it, less a cold start, which is measured beside it in turns. */
export async function hotReload(): Promise<readonly Row[]> {
  return [await reloadOf(1), await reloadOf(manyFiles)];
}

async function reloadOf(files: number): Promise<Row> {
  const project = await projectOf(files);
  await using region = await openRegion({ templates: [join(project, 'template.yaml')] });
  const agent = new Agent({ keepAlive: true });
  const port = Number(new URL(region.endpoint).port);
  const cold: number[] = [];
  const reload: number[] = [];
  await post(agent, port, invocation, nothing);
  for (let round = 1; round <= rounds; round += 1) {
    await region.retireAll();
    cold.push(await post(agent, port, invocation, nothing));
    await writeHandler(project, round);
    const saved = performance.now();
    while ((await answerOf(agent, port, invocation, nothing)) !== String(round)) await pause(1);
    reload.push(performance.now() - saved);
  }
  agent.destroy();
  const beyond = reload.map((time, round) => time - (cold[round] ?? Number.NaN));
  return {
    name: `Hot reload of a project of ${files === 1 ? 'one file' : `${files} files`}: from a saved file to the answer of its code, beyond a cold start, p50`,
    measured: `${milliseconds(quantile(beyond, 0.5))} (${milliseconds(quantile(reload, 0.5))} in all)`,
    beside: `cold invocation: ${milliseconds(quantile(cold, 0.5))}`,
    aim: '≤ 150 ms',
  };
}

/** A function in a folder with that many files, a few in each subfolder. */
async function projectOf(files: number): Promise<string> {
  const project = await benchFolder();
  await writeHandler(project, 0);
  for (let file = 1; file < files; file += 1) {
    const folder = join(project, 'src', `part-${Math.floor(file / filesPerFolder)}`);
    if (file % filesPerFolder === 0 || file === 1) await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `module-${file}.mjs`), `export const value = ${file};\n`);
  }
  const properties = 'FunctionName: reloaded, CodeUri: ., Runtime: nodejs24.x, Handler: index.handler, Timeout: 60';
  await writeFile(
    join(project, 'template.yaml'),
    `Transform: AWS::Serverless-2016-10-31\nResources:\n  reloaded:\n    Type: AWS::Serverless::Function\n    Properties: { ${properties} }\n`,
  );
  return project;
}

function writeHandler(project: string, answer: number): Promise<void> {
  return writeFile(join(project, 'index.mjs'), `export const handler = async () => ${answer};\n`);
}
