import { expect, test } from 'vitest';
import { eventually } from '../shared/eventually.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf } from '../shared/temporaryWorkspace.ts';

test('a saved file and a saved template are taken up without a restart', async () => {
  await using workspace = await temporaryWorkspace({
    'app.mjs': 'export const handler = async () => "one " + process.env.WHICH;',
    'template.yaml': templateOf({ f: 'Handler: app.handler, Environment: { Variables: { WHICH: a } }' }),
  });
  await using region = await openRegion({ templates: [workspace.path('template.yaml')] });
  using client = new TestClient(region.endpoint);
  const becomes = (expected: string): Promise<unknown> =>
    eventually(async () => ((await client.call('f', {})).payload === expected ? expected : undefined));
  await becomes('one a');
  await workspace.write('app.mjs', 'export const handler = async () => "two " + process.env.WHICH;');
  await becomes('two a');
  await workspace.write('template.yaml', templateOf({ f: 'Handler: app.handler, Environment: { Variables: { WHICH: b } }' }));
  await becomes('two b');
  await workspace.write('template.yaml', templateOf({ g: 'Handler: app.handler' }));
  await eventually(async () => ((await region.state()).functions.map(({ name }) => name).join() === 'g' ? true : undefined));
  await expect(client.call('f', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a broken template is a problem at its place, and mending it serves again', async () => {
  const good = templateOf({ f: 'Handler: app.handler' });
  await using workspace = await temporaryWorkspace({ 'app.mjs': 'export const handler = async () => 1;', 'template.yaml': good });
  await using region = await openRegion({ templates: [workspace.path('template.yaml')] });
  await workspace.write('template.yaml', good.replace('Handler: app.handler', 'Handler: gone.handler'));
  const [problem] = await eventually(async () => {
    const { problems } = await region.state();
    return problems.length > 0 ? problems : undefined;
  });
  expect(problem).toMatchObject({ code: 'HANDLER_MISSING', functionName: 'f', position: { file: workspace.path('template.yaml'), line: 4 } });
  await workspace.write('template.yaml', good);
  await eventually(async () => (await region.state()).problems.length === 0 || undefined);
});
