import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCommand } from '../../shared/functionPackage.ts';
import { deployment, type Deployed } from '../../shared/deployed.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';

/** All values that nobody may see begin so. */
const secret = /SECRET-of-[a-z-]+/g;
const linux = process.platform === 'linux';

const code = `
  export const handler = async (event) => {
    if (event.do === 'throw') throw new Error('no luck');
    if (event.do === 'exit') process.exit(3);
    if (event.do === 'wait') await new Promise((done) => setTimeout(done, 60_000));
    return [process.env.TOKEN, process.env.AWS_SECRET_ACCESS_KEY, process.env.OWN];
  };
`;
const endings = ['return', 'throw', 'exit', 'wait'];

// What the last one says is not in its own command, which may run while the commands of all processes are looked at.
const profiles = `[good]
aws_access_key_id = AKIAGOOD
aws_secret_access_key = SECRET-of-the-profile
aws_session_token = SECRET-of-the-session
[broken]
aws_access_key_id = SECRET-of-a-broken-profile
[process]
credential_process = /bin/sh -c "printf SECR%s ET-of-a-process; exit 3"
`;

const environmentFiles: Readonly<Record<string, string>> = {
  good: 'TOKEN=SECRET-of-a-file\n',
  bad: 'TOKEN=SECRET-of-a-file\n"SECRET-of-a-stray-quote\nA B=SECRET-of-a-bad-name\nAWS_REGION=SECRET-of-a-reserved-name\nNUL=SECRET-of-a-nul\0\n',
  long: `TOKEN=${'SECRET-of-a-file'.repeat(500)}\n`,
};

interface Told {
  readonly deployed: Deployed;
  readonly answers: readonly string[];
  readonly commands: string;
  readonly events: string;
}

/** Lets functions with secrets fail in every way, and keeps what was said of it. */
async function tellAll(profile: string): Promise<Told> {
  const files = Object.fromEntries(Object.entries(environmentFiles).map(([name, text]) => [`${name}.env`, text]));
  const workspace = await temporaryWorkspace({ credentials: profiles, ...files });
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  const names = Object.keys(environmentFiles);
  const deployed = await deployment({
    args: ['--profile', profile, ...names.flatMap((name) => ['--environment-file', `${name}=${workspace.path(`${name}.env`)}`])],
    environment: { AWS_SHARED_CREDENTIALS_FILE: workspace.path('credentials'), AWS_CONFIG_FILE: workspace.path('none') },
  });
  const { region, client } = deployed;
  let events = '';
  const stream = (await region.control('GET', '/events')).body?.pipeThrough(new TextDecoderStream()).getReader();
  const reading = (async () => {
    for (let chunk = await stream?.read(); chunk?.done === false; chunk = await stream?.read()) events += chunk.value;
  })();
  const zip = zipBytes([{ name: 'index.mjs', content: code }]);
  const answers: string[] = [];
  let commands = '';
  for (const name of names) {
    await client.send(createCommand(name, zip, { Timeout: 1, Environment: { Variables: { OWN: 'SECRET-of-a-function' } } }));
    for (const ending of endings) {
      const called = client.call(name, { do: ending }, { LogType: 'Tail' });
      if (linux) commands += execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
      const answer = await called.catch((error: unknown) => `${String(error)}${JSON.stringify(error)}`);
      if (ending !== 'return' || typeof answer === 'string') answers.push(JSON.stringify(answer));
    }
  }
  await stream?.cancel();
  await reading;
  return { deployed, answers, commands, events };
}

test.each(['good', 'broken', 'process'])('what files and the profile "%s" say stands in nothing that the service says or writes', async (profile) => {
  const { deployed, answers, commands, events } = await tellAll(profile);
  const { region, client, log } = deployed;
  if (profile === 'good') expect((await client.call('good', {})).payload).toEqual(['SECRET-of-a-file', 'SECRET-of-the-profile', 'SECRET-of-a-function']);
  expect(answers.length).toBeGreaterThan(8);
  const said = { answers: answers.join('\n'), events, log: log(), state: JSON.stringify(await region.state()), commands };
  const found = Object.entries(said).flatMap(([where, text]) => (text.match(secret) ?? []).map((one) => `${where}: ${one}`));
  expect(found).toEqual([]);
  for (const file of await filesIn(region.dataFolder)) {
    const inside = new Set((await readFile(file, 'latin1')).match(secret));
    // The function's own variables are kept with it.
    if (file.startsWith(join(region.dataFolder, 'documents'))) inside.delete('SECRET-of-a-function');
    expect([file, ...inside]).toEqual([file]);
  }
}, 60_000);

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
