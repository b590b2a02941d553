import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlatformRecord } from '../../../lambda/logs/platformRecord.ts';
import { accept, answerJson, answerMethodNotAllowed, answerNotFound, headerOf, readText, type Refusal, refuse } from './apiAnswers.ts';
import { ExtensionSession, refuseNext } from './extensionSession.ts';
import { type ExtensionState, refusedMoveText } from './extensionStates.ts';
import type { ExtensionFailure, Extensions, InvokeEvent, LaunchFailure, ShutdownReason } from './extensions.ts';
import { identifierOf } from './identifierHeader.ts';
import { allowedEvents, parseRegistration } from './registerRequest.ts';

export interface ExtensionSessionsOptions {
  /** The base names of the executables in /opt/extensions. */
  readonly external: readonly string[];
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly accountId: string;
  readonly uuid: () => string;
  /** Hears `platform.extension` of each extension, once, when the initialisation has ended in one way or another. */
  readonly onRecord: (record: PlatformRecord) => void;
}

/** Source: AWS Lambda Developer Guide, "Lambda quotas" and the emulator's core. */
const maxExtensions = 10;

const prefix = '/2020-01-01/extension/';
const nothingToDo = Promise.resolve();

interface Waiter {
  readonly met: () => boolean;
  readonly resolve: () => void;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly serve: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

/** The Extensions API of one environment, from the start of its processes to their end. */
export class ExtensionSessions implements Extensions {
  readonly registered: Promise<void>;
  readonly failed: Promise<ExtensionFailure>;
  readonly #options: ExtensionSessionsOptions;
  readonly #sessions: ExtensionSession[];
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #fail: (failure: ExtensionFailure) => void;
  #waiters: Waiter[] = [];
  #registrationOpen = true;
  #shuttingDown = false;
  #statesTold = false;
  /** Lambda answers with the type of the first error, even where it is another extension that ends first. */
  #firstErrorType: string | undefined;

  constructor(options: ExtensionSessionsOptions) {
    this.#options = options;
    // Lambda stops at the first that is too many.
    this.#sessions = options.external.slice(0, maxExtensions + 1).map((name) => new ExtensionSession(name, options.uuid(), true));
    const failed = Promise.withResolvers<ExtensionFailure>();
    this.failed = failed.promise;
    this.#fail = failed.resolve;
    this.registered = this.#when(() =>
      this.#sessions.every(({ external, state }) => !external || (state !== 'Started' && state !== 'LaunchError')),
    );
    this.#routes = new Map<string, Route>([
      ['register', { method: 'POST', serve: (request, response) => this.#register(request, response) }],
      ['event/next', { method: 'GET', serve: (request, response) => this.#next(request, response) }],
      ['init/error', { method: 'POST', serve: (request, response) => this.#tellError(request, response, 'initError') }],
      ['exit/error', { method: 'POST', serve: (request, response) => this.#tellError(request, response, 'exitError') }],
    ]);
    const surplus = this.#sessions[maxExtensions];
    if (surplus !== undefined) this.launchFailed(surplus.name, 'TooManyExtensions', `Extension limit (${maxExtensions}) reached`);
  }

  get hasExternal(): boolean {
    return this.#options.external.length > 0;
  }

  get hasInternal(): boolean {
    return this.#sessions.some(({ external }) => !external);
  }

  handles(url: string): boolean {
    return url.startsWith(prefix);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').slice(prefix.length).split('?');
    const route = this.#routes.get(path);
    if (route === undefined) answerNotFound(response);
    else if (request.method !== route.method) answerMethodNotAllowed(response, route.method);
    else await route.serve(request, response);
  }

  closeRegistration(): void {
    this.#registrationOpen = false;
  }

  ready(): Promise<void> {
    return this.#when(() => this.#sessions.every(({ state }) => state === 'Ready')).then(() => this.#tellStates());
  }

  invoke(event: InvokeEvent): Promise<void> {
    if (this.#sessions.length === 0) return nothingToDo;
    const targets = this.#sessions.filter((session) => session.wants('INVOKE'));
    if (targets.length === 0) return nothingToDo;
    const { requestId, invokedFunctionArn, tracing } = event;
    const body = {
      eventType: 'INVOKE',
      deadlineMs: Math.floor(event.deadlineMs),
      requestId,
      invokedFunctionArn,
      ...(tracing === undefined ? {} : { tracing: { type: tracing.type, value: tracing.value } }),
    };
    for (const session of targets) session.offer(body, this.#options.uuid());
    return this.#when(() => targets.every(({ idle }) => idle));
  }

  awaitsShutdown(name: string): boolean {
    return this.#externalOf(name)?.wants('SHUTDOWN') ?? false;
  }

  shutdown(reason: ShutdownReason, deadlineMs: number): void {
    this.#shuttingDown = true;
    this.#tellStates();
    const body = { eventType: 'SHUTDOWN', deadlineMs: Math.floor(deadlineMs), shutdownReason: reason };
    for (const session of this.#sessions) {
      if (session.wants('SHUTDOWN')) session.offer(body, this.#options.uuid());
    }
  }

  exited(name: string, cause: string): void {
    if (this.#shuttingDown || this.#externalOf(name) === undefined) return;
    this.#firstErrorType ??= 'Extension.Crash';
    this.#end({ name, errorType: this.#firstErrorType, message: cause });
  }

  launchFailed(name: string, reason: LaunchFailure, message: string): void {
    this.#firstErrorType ??= 'Extension.LaunchError';
    this.#externalOf(name)?.fail('launchError', reason);
    this.#end({ name, errorType: this.#firstErrorType, message });
  }

  nameOf(identifier: string): string | undefined {
    return this.#sessionOf(identifier)?.name;
  }

  /** Lambda's name of an extension's state; undefined where nobody is called so. */
  stateOf(name: string): ExtensionState | undefined {
    return this.#sessions.find((session) => session.name === name)?.state;
  }

  dispose(): void {
    this.#shuttingDown = true;
    this.#tellStates();
    for (const session of this.#sessions) session.dispose();
    this.#waiters = [];
  }

  async #register(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = headerOf(request, 'lambda-extension-name');
    const body = await readText(request);
    if (name === undefined) {
      return refuse(response, { errorType: 'Extension.InvalidExtensionName', errorMessage: 'Empty extension name' });
    }
    const names = parseRegistration(body);
    if ('errorType' in names) return refuse(response, names);
    const external = this.#externalOf(name);
    const events = allowedEvents(names, external !== undefined);
    if ('errorType' in events) return refuse(response, events);
    const session = external ?? this.#newInternal(name);
    if ('errorType' in session) return refuse(response, session);
    if (!session.register(events)) {
      return refuse(response, invalidState(refusedMoveText(session.state, 'register', name)));
    }
    answerJson(response, 200, this.#description(request), { 'Lambda-Extension-Identifier': session.id });
    this.#check();
  }

  #newInternal(name: string): ExtensionSession | Refusal {
    if (!this.#registrationOpen) {
      return { errorType: 'Extension.RegistrationClosed', errorMessage: 'Extension registration closed already' };
    }
    if (this.#sessions.length >= maxExtensions) {
      return { errorType: 'Extension.TooManyExtensions', errorMessage: `Extension limit (${maxExtensions}) reached` };
    }
    if (this.#sessions.some((session) => session.name === name)) return invalidState('Extension with this name already registered');
    const session = new ExtensionSession(name, this.#options.uuid(), false);
    this.#sessions.push(session);
    return session;
  }

  #description(request: IncomingMessage): object {
    const { accountId, functionName, functionVersion, handler } = this.#options;
    const features = (headerOf(request, 'lambda-extension-accept-feature') ?? '').split(',').map((feature) => feature.trim());
    return { ...(features.includes('accountId') ? { accountId } : {}), functionName, functionVersion, handler };
  }

  #next(request: IncomingMessage, response: ServerResponse): void {
    const id = identifierOf(request);
    if (typeof id !== 'string') return refuse(response, id);
    const session = this.#sessionOf(id);
    if (session === undefined) return refuse(response, unknown(`Unknown extension ${id}`));
    if (!session.next(response, () => this.#check())) return refuseNext(response, session.state, id);
    this.#check();
  }

  async #tellError(request: IncomingMessage, response: ServerResponse, move: 'initError' | 'exitError'): Promise<void> {
    const id = identifierOf(request);
    const errorType = headerOf(request, 'lambda-extension-function-error-type');
    // What it says of the error is for Lambda's eyes only.
    await readText(request);
    if (typeof id !== 'string') return refuse(response, id);
    if (errorType === undefined) {
      return refuse(response, {
        errorType: 'Extension.MissingHeader',
        errorMessage: 'Lambda-Extension-Function-Error-Type not found',
      });
    }
    const session = this.#sessionOf(id);
    if (session === undefined) return refuse(response, unknown('Unknown Lambda-Extension-Identifier'));
    if (!session.fail(move, errorType)) return refuse(response, invalidState(refusedMoveText(session.state, move, id)));
    // As in AWS, this fails nothing yet: the end of the extension's process does, or the time limit.
    this.#firstErrorType ??= move === 'initError' ? 'Extension.InitError' : 'Extension.ExitError';
    accept(response);
  }

  #end(failure: ExtensionFailure): void {
    this.#tellStates();
    this.#fail(failure);
  }

  #tellStates(): void {
    if (this.#statesTold) return;
    this.#statesTold = true;
    for (const { record } of this.#sessions) this.#options.onRecord(record);
  }

  #externalOf(name: string): ExtensionSession | undefined {
    return this.#sessions.find((session) => session.external && session.name === name);
  }

  #sessionOf(id: string): ExtensionSession | undefined {
    return this.#sessions.find((session) => session.id === id);
  }

  #when(met: () => boolean): Promise<void> {
    if (met()) return nothingToDo;
    return new Promise<void>((resolve) => this.#waiters.push({ met, resolve }));
  }

  /** Lets those go on who waited for what has come to be. */
  #check(): void {
    if (this.#waiters.length === 0) return;
    const open: Waiter[] = [];
    for (const waiter of this.#waiters) {
      if (waiter.met()) waiter.resolve();
      else open.push(waiter);
    }
    this.#waiters = open;
  }
}

function invalidState(errorMessage: string): Refusal {
  return { errorType: 'Extension.InvalidExtensionState', errorMessage };
}

function unknown(errorMessage: string): Refusal {
  return { errorType: 'Extension.UnknownExtensionIdentifier', errorMessage };
}
