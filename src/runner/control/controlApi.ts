import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { CodedError, messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import {
  controlPath,
  type RegionEvent,
  RegionSettings,
  type RegionState,
  type Snapshot,
  WorkspaceSync,
  type WorkspaceSyncResult,
} from '../../protocol/runner.ts';
import type { Disposable } from '../../common/disposable.ts';

/** What the control API shows and does: the region behind it. */
export interface ControlledRegion {
  state(): RegionState;
  snapshot(): Snapshot;
  subscribe(listener: (event: RegionEvent) => void): Disposable;
  syncWorkspace(sync: WorkspaceSync): Promise<WorkspaceSyncResult>;
  /** False where there is none of that id. */
  retireEnvironment(id: string): boolean;
  applySettings(settings: RegionSettings): void;
}

export interface ControlApiOptions {
  readonly region: ControlledRegion;
  readonly token: string;
  readonly logger: Logger;
}

interface Route {
  readonly method: string;
  /** Below `controlPath`; `{id}` matches one segment. */
  readonly path: string;
  serve(exchange: Exchange): Promise<void> | void;
}

interface Exchange {
  readonly region: ControlledRegion;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly id: string;
}

const routes: readonly Route[] = [
  { method: 'GET', path: '/state', serve: ({ region, response }) => answer(response, 200, region.state()) },
  { method: 'GET', path: '/events', serve: streamEvents },
  {
    method: 'PUT',
    path: '/workspace',
    serve: async ({ region, request, response }) => answer(response, 200, await region.syncWorkspace(await readJson(request, WorkspaceSync))),
  },
  {
    method: 'PUT',
    path: '/settings',
    serve: async ({ region, request, response }) => {
      region.applySettings(await readJson(request, RegionSettings));
      answer(response, 200, {});
    },
  },
  {
    method: 'POST',
    path: '/environments/{id}/retire',
    serve: ({ region, response, id }) => {
      if (!region.retireEnvironment(id)) throw new CodedError('ENVIRONMENT_NOT_FOUND', 'There is no such environment any more.');
      answer(response, 202, {});
    },
  },
];

const statuses: Readonly<Record<string, number>> = { ENVIRONMENT_NOT_FOUND: 404, CONTROL_PATH_UNKNOWN: 404, CONTROL_BODY_INVALID: 400, CONTROL_TOKEN: 401 };
const maximumBodyBytes = 4 * 1024 * 1024;

/** Serves what lies below `controlPath`, to those who know the token. Host and Origin were checked before. */
export function controlApi(options: ControlApiOptions): RequestListener {
  return (request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      const coded = error instanceof CodedError ? error : undefined;
      if (coded === undefined) options.logger.error(`Control API: ${messageOf(error)}`);
      const code = coded?.code ?? 'INTERNAL';
      if (!response.headersSent) answer(response, statuses[code] ?? 500, { code, message: coded?.message ?? 'Internal error.' });
    });
  };
}

async function serve({ region, token }: ControlApiOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!hasToken(request, token)) throw new CodedError('CONTROL_TOKEN', 'The control API wants the token that the service printed when it started.');
  const path = new URL(request.url ?? '', 'http://127.0.0.1').pathname.slice(controlPath.length);
  for (const route of routes) {
    const id = route.method === request.method ? matchPath(route.path, path) : undefined;
    if (id !== undefined) return route.serve({ region, request, response, id });
  }
  throw new CodedError('CONTROL_PATH_UNKNOWN', `The control API has no ${request.method ?? ''} ${path}.`);
}

/** Compared in constant time, so that answers' times tell nothing of the token. */
function hasToken(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The text at `{id}`, empty where the pattern has none; undefined where the path is another. */
function matchPath(pattern: string, path: string): string | undefined {
  const [before = '', after] = pattern.split('{id}');
  if (after === undefined) return path === pattern ? '' : undefined;
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const id = path.slice(before.length, path.length - after.length);
  return id === '' || id.includes('/') ? undefined : id;
}

/** A watcher that reads slower than this much behind is cut off: it connects again and gets everything anew. */
const maximumBacklogBytes = 32 * 1024 * 1024;

function streamEvents({ region, response }: Exchange): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
  const batch: string[] = [`${JSON.stringify(region.snapshot())}\n`];
  let scheduled = false;
  const flush = (): void => {
    scheduled = false;
    if (response.writableLength > maximumBacklogBytes) response.destroy();
    else response.write(batch.splice(0).join(''));
  };
  const subscription = region.subscribe((event) => {
    batch.push(`${JSON.stringify(event)}\n`);
    if (scheduled) return;
    scheduled = true;
    // Events of one moment go in one write; nobody watches faster than this.
    setTimeout(flush, 20).unref();
  });
  flush();
  response.on('close', () => subscription.dispose());
}

async function readJson<T>(request: IncomingMessage, schema: v.GenericSchema<unknown, T>): Promise<T> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBodyBytes) throw new CodedError('CONTROL_BODY_INVALID', 'The request is too large.');
    chunks.push(chunk);
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), Buffer.concat(chunks).toString());
  if (!parsed.success) throw new CodedError('CONTROL_BODY_INVALID', parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'The body'} is not what it should be: it wants ${issue.expected ?? 'something else'}.`).join(' '));
  return parsed.output;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length });
  response.end(text);
}
