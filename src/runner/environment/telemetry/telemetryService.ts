import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../common/clock.ts';
import type { PlatformRecord } from '../../../lambda/logs/platformRecord.ts';
import { answerMethodNotAllowed, answerNotFound, readText, type Refusal, refuse } from '../extensions/apiAnswers.ts';
import { identifierOf } from '../extensions/identifierHeader.ts';
import { createDestination } from './createDestination.ts';
import { InitHistory } from './initHistory.ts';
import { type ApiName, apiOf } from './schemaVersions.ts';
import { Subscription } from './subscription.ts';
import { invalid, parseSubscription, type SubscriptionRequest } from './subscriptionRequest.ts';
import type { Telemetry, TelemetryEntry } from './telemetry.ts';

export interface TelemetryServiceOptions {
  /** The extension that an identifier was given to. */
  readonly nameOf: (identifier: string) => string | undefined;
  readonly clock: Clock;
  /** Hears `platform.telemetrySubscription` of each subscription; it is told to subscribers by `tell` only. */
  readonly onRecord: (record: PlatformRecord, api: ApiName) => void;
  /** The address of `sandbox.localdomain` as seen from here; 127.0.0.1 where not given. */
  readonly resolveHost?: (name: string) => string;
}

const loopback = (): string => '127.0.0.1';

/** The Telemetry API and the Logs API of one environment. */
export class TelemetryService implements Telemetry {
  readonly #options: TelemetryServiceOptions;
  /** By the extension's name: it has one, by one of the APIs. */
  readonly #subscriptions = new Map<string, Subscription>();
  /** While subscriptions are taken: what subscribers of the initialisation are told that was before them. */
  #history: InitHistory | undefined = new InitHistory();

  constructor(options: TelemetryServiceOptions) {
    this.#options = options;
  }

  get wanted(): boolean {
    return this.#history !== undefined || this.#subscriptions.size > 0;
  }

  handles(url: string): boolean {
    return apiOf(url) !== undefined;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const api = apiOf(request.url ?? '');
    if (api === undefined) return answerNotFound(response);
    if (request.method !== 'PUT') return answerMethodNotAllowed(response, 'PUT');
    const body = await readText(request);
    const answer = this.#subscribe(api, identifierOf(request), body);
    if (typeof answer === 'object') refuse(response, answer);
    else answerText(response, answer);
  }

  tell(at: number, entry: TelemetryEntry): void {
    this.#history?.add(at, entry);
    for (const subscription of this.#subscriptions.values()) subscription.tell(at, entry);
  }

  openSubscriptions(): void {
    this.#history ??= new InitHistory();
  }

  closeSubscriptions(): void {
    this.#history = undefined;
  }

  async flush(deadlineMs: number): Promise<void> {
    if (this.#subscriptions.size === 0) return;
    const flushes = Promise.all([...this.#subscriptions.values()].map((subscription) => subscription.flush()));
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const deadline = this.#options.clock.after(deadlineMs, resolve);
    await Promise.race([flushes, late]);
    deadline.dispose();
  }

  dispose(): void {
    this.closeSubscriptions();
    for (const subscription of this.#subscriptions.values()) subscription.dispose();
    this.#subscriptions.clear();
  }

  #subscribe(api: ApiName, identifier: string | Refusal, body: string): string | Refusal {
    if (typeof identifier !== 'string') return identifier;
    const name = this.#options.nameOf(identifier);
    if (name === undefined) {
      return { errorType: 'Extension.UnknownExtensionIdentifier', errorMessage: `Unknown extension ${identifier}` };
    }
    const history = this.#history;
    if (history === undefined) {
      return { errorType: `${api}.SubscriptionClosed`, errorMessage: `${api} API subscription is closed already` };
    }
    const request = parseSubscription(api, body);
    if ('errorType' in request) return request;
    const former = this.#subscriptions.get(name);
    if (former !== undefined && former.request.api !== api) {
      const other = former.request.api;
      return invalid(api, [
        `The extension ${name} is already subscribed to the ${other}API. You must either subscribe to the LogsAPI or the TelemetryAPI`,
      ]);
    }
    // An extension that was started again subscribes again; it goes on hearing.
    const same = former !== undefined && JSON.stringify(former.request) === JSON.stringify(request);
    if (same) former.retry();
    else this.#begin(name, request, former, history);
    const record = { name, state: same ? 'Already subscribed' : 'Subscribed', types: request.types };
    this.#options.onRecord({ type: 'platform.telemetrySubscription', record }, api);
    return same ? 'AlreadySubscribed' : 'OK';
  }

  #begin(name: string, request: SubscriptionRequest, former: Subscription | undefined, history: InitHistory): void {
    former?.dispose();
    const { resolveHost = loopback, clock } = this.#options;
    const subscription = new Subscription(request, createDestination(request.destination, resolveHost), clock);
    this.#subscriptions.set(name, subscription);
    history.replay(subscription);
  }
}

function answerText(response: ServerResponse, text: string): void {
  const body = JSON.stringify(text);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}
