import { expect } from 'vitest';

import type { TestClient } from '../../shared/lambdaClient.ts';
import { type FunctionState, readFunction } from './functionState.ts';
import { creating, nextOperation } from './operations.ts';

/** A function of one client alone, and what there must be of it. */
export class ModelledFunction {
  readonly name: string;
  #known: FunctionState | undefined;
  /** What there may be instead, where the last operation was not answered. */
  #orElse: { readonly state: FunctionState | undefined } | undefined;
  #lastVersion = 0;
  #operations = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Changes it in some way. Throws what the client throws. */
  async change(client: TestClient, random: () => number): Promise<void> {
    this.#operations += 1;
    const state = this.#known;
    const text = `${this.name} ${this.#operations}`;
    const subject = { FunctionName: this.name, random, text, lastVersion: this.#lastVersion };
    const operation = state === undefined ? creating(this.name, text) : nextOperation({ ...subject, state });
    this.#orElse = { state: operation.after };
    await operation.send(client);
    this.#orElse = undefined;
    this.#take(operation.after);
  }

  /** Compares with what the region answers, and goes on from there. */
  async verify(client: TestClient): Promise<void> {
    const found = await readFunction(client, this.name);
    const allowed = [this.#known, ...(this.#orElse === undefined ? [] : [this.#orElse.state])];
    expect(allowed).toContainEqual(found);
    this.#orElse = undefined;
    this.#take(found);
  }

  #take(state: FunctionState | undefined): void {
    this.#known = state;
    // Numbers go on while the function is there, and begin anew with a new one.
    this.#lastVersion = state === undefined ? 0 : Math.max(this.#lastVersion, ...Object.keys(state.versions).map(Number));
  }
}
