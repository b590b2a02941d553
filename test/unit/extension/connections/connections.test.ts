import { expect, it } from 'vitest';
import type { Connection } from '../../../../src/aws/connection.ts';
import { Connections } from '../../../../src/extension/connections/connections.ts';
import type { LambdaConnection } from '../../../../src/extension/connections/lambdaConnection.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { type FakeApi, fakeApi } from './fakeApi.ts';

const local: LambdaConnection = {
  connection: { id: 'local', label: 'Local', region: 'us-east-1' },
  live: true,
  api: async () => fakeApi(local.connection),
};
const aws = (profile: string): Connection => ({ id: `aws:${profile}:eu-west-1`, label: profile, region: 'eu-west-1', profile });

function connectionsOf(read: () => Promise<readonly Connection[]>) {
  const made: FakeApi[] = [];
  const connections = new Connections(local, read, async (connection) => {
    const api = fakeApi(connection);
    made.push(api);
    return api;
  });
  const changed = () => new Promise<void>((resolve) => connections.onDidChange(() => resolve()));
  return { connections, made, changed };
}

const idsOf = (list: readonly LambdaConnection[]) => list.map(({ connection }) => connection.id);

it('has the Local region at once, and those of AWS when they are read', async () => {
  const { connections, changed } = connectionsOf(async () => [aws('dev')]);
  const known = changed();
  expect(idsOf(connections.known().connections)).toEqual(['local']);
  await known;
  expect(idsOf(connections.known().connections)).toEqual(['local', 'aws:dev:eu-west-1']);
});

it('has all of them to show first, and announces nothing to those who were told nothing before', async () => {
  const { connections } = connectionsOf(async () => [aws('dev')]);
  let announced = 0;
  connections.onDidChange(() => (announced += 1));
  expect(idsOf((await connections.toShow(new ManualClock())).connections)).toEqual(['local', 'aws:dev:eu-west-1']);
  expect(announced).toBe(0);
  await connections.reload();
  expect(announced).toBe(1);
});

it('shows the Local region where reading takes long, and announces the others', async () => {
  const { promise: files, resolve: answer } = Promise.withResolvers<readonly Connection[]>();
  const clock = new ManualClock();
  const { connections, changed } = connectionsOf(() => files);
  const announced = changed();
  const shown = connections.toShow(clock);
  clock.advance(500);
  expect(idsOf((await shown).connections)).toEqual(['local']);
  answer([aws('dev')]);
  await announced;
  expect(idsOf((await connections.toShow(clock)).connections)).toEqual(['local', 'aws:dev:eu-west-1']);
  expect(clock.pending).toBe(0);
});

it('reads the configuration once, until it changes', async () => {
  let profiles = ['dev'];
  let reads = 0;
  const { connections } = connectionsOf(async () => {
    reads += 1;
    return profiles.map(aws);
  });
  await Promise.all([connections.all(), connections.all(), connections.find('aws:dev:eu-west-1')]);
  expect(reads).toBe(1);
  profiles = ['prod'];
  await connections.reload();
  expect(idsOf(await connections.all())).toEqual(['local', 'aws:prod:eu-west-1']);
  expect(await connections.find('aws:dev:eu-west-1')).toBeUndefined();
});

it('finds the Local region without reading the configuration', async () => {
  const { connections } = connectionsOf(() => Promise.reject(new Error('not read')));
  expect(await connections.find('local')).toBe(local);
});

it('tells why the configuration cannot be read, and still has the Local region', async () => {
  const failure = new Error('line 3');
  const { connections } = connectionsOf(() => Promise.reject(failure));
  await connections.all();
  expect(connections.known()).toEqual({ connections: [local], error: failure });
});

it('makes a client on first use, and closes it when the configuration changes', async () => {
  const { connections, made } = connectionsOf(async () => [aws('dev')]);
  const dev = await connections.find('aws:dev:eu-west-1');
  expect(made).toEqual([]);
  await Promise.all([dev?.api(), dev?.api()]);
  expect(made).toHaveLength(1);
  await connections.reload();
  expect(made[0]?.disposed).toBe(true);
});
