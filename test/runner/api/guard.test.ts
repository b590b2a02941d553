import type { OutgoingHttpHeaders } from 'node:http';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { controlPath } from '../../../src/protocol/runner.ts';
import { handlersOf, type RunningServer, startServer } from './harness.ts';
import { jsonOf, rawRequest } from './rawRequest.ts';

let running: RunningServer;
let reached: string[] = [];

beforeAll(async () => {
  running = await startServer({
    handlers: handlersOf(async (_input, _context, name) => {
      reached.push(name);
      return {};
    }),
    control: (request, response) => {
      reached.push(`control ${request.url ?? ''}`);
      request.resume();
      response.end('{}');
    },
  });
});
beforeEach(() => {
  reached = [];
});
afterAll(() => running.server.close(0));

const paths = [['/2016-08-19/account-settings/'], [`${controlPath}/state`], ['/no/such/path']];

describe.each(paths)('a foreign request to %s', (path) => {
  it.each<[string, () => OutgoingHttpHeaders]>([
    ['an Origin', () => ({ origin: 'http://evil.example' })],
    ['an Origin that is null', () => ({ origin: 'null' })],
    ['an Origin of its own', () => ({ origin: running.endpoint })],
    ['a page of a browser', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['another name', () => ({ host: `evil.example:${running.port}` })],
    ['another port', () => ({ host: `127.0.0.1:${running.port + 1}` })],
    ['no port', () => ({ host: '127.0.0.1' })],
    ['a name that starts alike', () => ({ host: `localhost.evil.example:${running.port}` })],
  ])('with %s is refused', async (_what, headers) => {
    const response = await rawRequest(running.port, { method: 'GET', path, headers: headers() });
    expect(response.status).toBe(403);
    expect(response.headers).toMatchObject({ 'x-amzn-errortype': 'AccessDeniedException', 'x-amzn-requestid': expect.any(String) });
    expect(jsonOf(response)).toMatchObject({ code: 'FOREIGN_REQUEST', message: expect.stringContaining('Local region') });
    expect(reached).toEqual([]);
  });
});

describe('a request of this machine', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('by %s is served', async (name) => {
    const headers = { host: `${name}:${running.port}` };
    expect((await rawRequest(running.port, { path: '/2016-08-19/account-settings', headers })).status).toBe(200);
    expect(reached).toEqual(['GetAccountSettings']);
  });

  it.each([controlPath, `${controlPath}/events`, `${controlPath}?a=1`])('to %s reaches the control API', async (path) => {
    expect((await rawRequest(running.port, { path })).status).toBe(200);
    expect(reached).toEqual([`control ${path}`]);
  });

  it.each([`${controlPath}x`, `/x${controlPath}`])('to %s does not', async (path) => {
    expect((await rawRequest(running.port, { path })).status).toBe(404);
    expect(reached).toEqual([]);
  });

  it('knows no control API where there is none', async () => {
    const { server, port } = await startServer({});
    expect((await rawRequest(port, { path: `${controlPath}/state` })).status).toBe(404);
    await server.close(0);
  });
});
