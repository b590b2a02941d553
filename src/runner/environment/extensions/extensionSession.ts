import type { ServerResponse } from 'node:http';
import type { PlatformRecord } from '../../../lambda/logs/platformRecord.ts';
import { answerJson, refuse } from './apiAnswers.ts';
import { afterExtensionMove, type ExtensionMove, type ExtensionState, refusedMoveText } from './extensionStates.ts';
import type { ExtensionEvent } from './registerRequest.ts';

/** One extension: its state, the event that awaits it, and the request that awaits an event. */
export class ExtensionSession {
  readonly name: string;
  readonly id: string;
  readonly external: boolean;
  #events: readonly ExtensionEvent[] = [];
  #state: ExtensionState = 'Started';
  #errorType: string | undefined;
  #waiting: ServerResponse | undefined;
  #pending: { readonly event: object; readonly id: string } | undefined;

  constructor(name: string, id: string, external: boolean) {
    this.name = name;
    this.id = id;
    this.external = external;
  }

  get state(): ExtensionState {
    return this.#state;
  }

  /** It waits for its next event, and there is none for it. */
  get idle(): boolean {
    return this.#state === 'Ready' && this.#pending === undefined;
  }

  get record(): PlatformRecord {
    const failure = this.#errorType === undefined ? {} : { errorType: this.#errorType };
    return { type: 'platform.extension', record: { name: this.name, state: this.#state, events: this.#events, ...failure } };
  }

  wants(event: ExtensionEvent): boolean {
    return this.#events.includes(event);
  }

  register(events: readonly ExtensionEvent[]): boolean {
    if (!this.#move('register')) return false;
    this.#events = events;
    return true;
  }

  /** Told by itself, or for one that could not be started. False where its state does not allow it. */
  fail(move: 'initError' | 'exitError' | 'launchError', errorType: string): boolean {
    if (!this.#move(move)) return false;
    this.#errorType ??= errorType;
    const waiting = this.#takeWaiting();
    if (waiting !== undefined) refuseNext(waiting, this.#state, this.id, 'Concurrent state modification');
    return true;
  }

  /** It asks for its next event, and waits until there is one; `onLeave`: it stopped waiting. False where its state does not allow it. */
  next(response: ServerResponse, onLeave: () => void): boolean {
    // Who is gone already asks for nothing.
    if (response.destroyed) return true;
    if (!this.#move('next')) return false;
    this.#waiting = response;
    response.once('close', () => {
      if (this.#waiting !== response) return;
      this.#waiting = undefined;
      this.#move('leave');
      onLeave();
    });
    this.#deliver();
    return true;
  }

  /** Gives it an event now, or when it asks. A later one takes the place of one that it has not asked for. */
  offer(event: object, id: string): void {
    this.#pending = { event, id };
    this.#deliver();
  }

  dispose(): void {
    this.#takeWaiting()?.destroy();
  }

  #deliver(): void {
    const pending = this.#pending;
    if (pending === undefined || this.#waiting === undefined) return;
    const response = this.#takeWaiting();
    if (response === undefined || !this.#move('deliver')) return;
    this.#pending = undefined;
    answerJson(response, 200, pending.event, { 'Lambda-Extension-Event-Identifier': pending.id });
  }

  #takeWaiting(): ServerResponse | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  #move(move: ExtensionMove): boolean {
    const after = afterExtensionMove(this.#state, move);
    if (after === undefined) return false;
    this.#state = after;
    return true;
  }
}

export function refuseNext(response: ServerResponse, state: ExtensionState, id: string, error?: string): void {
  refuse(response, { errorType: 'Extension.InvalidExtensionState', errorMessage: refusedMoveText(state, 'next', id, error) });
}
