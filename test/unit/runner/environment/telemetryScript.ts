import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { PlatformRecord } from '../../../../src/lambda/logs/platformRecord.ts';
import { TelemetryService } from '../../../../src/runner/environment/telemetry/telemetryService.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { portOf, ServedApi } from './servedApi.ts';

export const extensionId = '11111111-1111-4111-8111-111111111111';
const subscriber = { 'Lambda-Extension-Identifier': extensionId };
export const otherId = '22222222-2222-4222-8222-222222222222';

const batch = v.array(v.object({ time: v.string(), type: v.string(), record: v.unknown() }));
export type Heard = v.InferOutput<typeof batch>[number];

/** A Telemetry service, extensions that subscribe to it over HTTP, and its clock, which stands still. */
export class TelemetryScript {
  readonly records: { readonly api: string; readonly record: PlatformRecord }[] = [];
  readonly clock = new ManualClock();
  readonly service: TelemetryService;
  #api: ServedApi | undefined;

  constructor(resolveHost?: (name: string) => string) {
    const names = new Map([
      [extensionId, 'logger'],
      [otherId, 'other'],
    ]);
    this.service = new TelemetryService({
      nameOf: (identifier) => names.get(identifier),
      clock: this.clock,
      onRecord: (record, api) => this.records.push({ api, record }),
      ...(resolveHost === undefined ? {} : { resolveHost }),
    });
  }

  async put(path: string, body: unknown, headers: Record<string, string> = subscriber): Promise<Response> {
    this.#api ??= await ServedApi.listen(this.service);
    return this.#api.fetch(path, { method: 'PUT', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  }

  async fetch(path: string, method: string): Promise<Response> {
    this.#api ??= await ServedApi.listen(this.service);
    return this.#api.fetch(path, { method });
  }

  async subscribe(request: object, id = extensionId, path = '/2022-07-01/telemetry'): Promise<string> {
    const response = await this.put(path, request, { 'Lambda-Extension-Identifier': id });
    return response.text();
  }

  log(...lines: string[]): void {
    for (const record of lines) this.service.tell(this.clock.now(), { type: 'function', record });
  }

  async close(): Promise<void> {
    this.service.dispose();
    await this.#api?.close();
  }
}

/** An extension's listener: keeps what it hears; `answer` decides how it takes it. */
export class Listener {
  readonly requests: { readonly method: string; readonly url: string; readonly host: string; readonly type: string }[] = [];
  readonly batches: Heard[][] = [];
  answer: (response: ServerResponse) => void = (response) => response.end();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  static async listen(port = 0): Promise<Listener> {
    const listener = new Listener();
    await new Promise<void>((resolve) => listener.#server.listen(port, '127.0.0.1', resolve));
    return listener;
  }

  get port(): number {
    return portOf(this.#server);
  }

  get heard(): readonly Heard[] {
    return this.batches.flat();
  }

  destination(path = ''): { readonly protocol: string; readonly URI: string } {
    return { protocol: 'HTTP', URI: `http://sandbox.localdomain:${this.port}${path}` };
  }

  async until(batches: number): Promise<void> {
    await eventually(() => this.batches.length >= batches || undefined);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    this.requests.push({ method, url, host: headers.host ?? '', type: headers['content-type'] ?? '' });
    this.batches.push(v.parse(batch, JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    this.answer(response);
  }
}
