import { afterEach, expect, it } from 'vitest';
import { LocalConnection } from '../../../../src/extension/connections/localConnection.ts';
import { regionUnderTest } from '../localRegion/standIn.ts';
import { type FakeApi, fakeApi } from './fakeApi.ts';

const { region } = regionUnderTest();
let profile = '';
const made: FakeApi[] = [];
const local = new LocalConnection(
  region,
  async (connection) => {
    const api = fakeApi(connection);
    made.push(api);
    return api;
  },
  () => ({ id: 'local', label: 'Local', region: 'us-east-1' }),
  () => profile,
);
afterEach(() => region.stop());

it('starts the region on first use, and makes a new client when it runs elsewhere', async () => {
  expect(local.connection.endpoint).toBeUndefined();
  const [first, same] = await Promise.all([local.api(), local.api()]);
  expect(same).toBe(first);
  const endpoint = made[0]?.connection.endpoint;
  expect(endpoint).toBe(local.connection.endpoint);
  await region.restart();
  await local.api();
  expect(made.map(({ disposed }) => disposed)).toEqual([true, false]);
  expect(made[1]?.connection.endpoint).not.toBe(endpoint);
});

it('tells whose credentials handlers get', () => {
  expect(local.handlersProfile).toBeUndefined();
  profile = 'shop';
  expect(local.handlersProfile).toBe('shop');
});
