import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchFolder } from './benchFolder.ts';

/** A workspace of trivial functions, in a temporary folder; answers the template's path. */
export async function benchTemplate(): Promise<string> {
  const folder = await benchFolder();
  await writeFile(join(folder, 'index.mjs'), 'export const handler = async (event) => event;\n');
  await writeFile(join(folder, 'slow.mjs'), 'export const handler = () => new Promise((done) => setTimeout(done, 890_000, 1));\n');
  const functions = { trivial: 'index.handler', slow: 'slow.handler' };
  const resources = Object.entries(functions).map(
    ([name, handler]) => `  ${name}:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: ${name}, CodeUri: ., Handler: ${handler}, Runtime: nodejs24.x, Timeout: 900 }`,
  );
  const template = join(folder, 'template.yaml');
  await writeFile(template, `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join('\n')}\n`);
  return template;
}
