import type { FunctionScenario, Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import type { TimelineEvent } from '../../../../../src/lambda/scaling/timeline/timelineEvent.ts';

/** Follows the events and holds them against the limits. */
export class LimitsWatch {
  readonly #scenario: Scenario;
  readonly #alive = new Map<string, { readonly fn: string; readonly provisioned: boolean; busy: boolean }>();
  readonly #inUse = new Map<string, number>();
  #last = 0;
  started = 0;
  stopped = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  get alive(): number {
    return this.#alive.size;
  }

  take(event: TimelineEvent): void {
    if (event.at < this.#last) throw new Error('Events are not in the order of time.');
    this.#last = event.at;
    switch (event.type) {
      case 'environmentChanged': {
        const { id, functionName, provisioned = false, state } = event.environment;
        if (state !== 'starting') return;
        this.#alive.set(id, { fn: functionName, provisioned, busy: !provisioned });
        this.started += 1;
        if (!provisioned) this.#use(functionName, 1);
        return;
      }
      case 'environmentStopped':
        if (this.#alive.get(event.id)?.busy !== false) throw new Error('What is at work was stopped, or what never began.');
        this.#alive.delete(event.id);
        this.stopped += 1;
        return;
      case 'invocationStarted': {
        const environment = this.#alive.get(event.environmentId);
        if (environment === undefined || (environment.busy && !event.cold)) throw new Error('An environment runs two at once.');
        if (!environment.busy && !environment.provisioned) this.#use(event.functionName, 1);
        environment.busy = true;
        return;
      }
      case 'invocationEnded': {
        const environment = this.#alive.get(event.environmentId);
        if (environment?.busy !== true) throw new Error('What ended never began.');
        environment.busy = false;
        if (!environment.provisioned) this.#use(event.functionName, -1);
        return;
      }
      case 'throttled':
        this.#throttled(event.functionName, event.rule ?? '');
        return;
      case 'functionsChanged':
    }
  }

  #use(name: string, change: number): void {
    this.#inUse.set(name, (this.#inUse.get(name) ?? 0) + change);
    const fn = this.#function(name);
    if (change < 0) return;
    if ((this.#inUse.get(name) ?? 0) + this.#provisioned(name) > (fn.reserved ?? this.#unreserved)) throw new Error(`${name} is above its limit.`);
    if (fn.reserved === undefined && this.#sharedInUse() > this.#unreserved) throw new Error('The unreserved pool is above its limit.');
  }

  #throttled(name: string, rule: string): void {
    const { reserved, provisioned } = this.#function(name);
    const reservedRule = rule === 'reservedConcurrency' || rule === 'reservedRequests';
    if (rule !== 'scalingRate' && reservedRule !== (reserved !== undefined)) throw new Error(`${rule} is not a rule of ${name}.`);
    // What is asked for to be provisioned is held before it is there, so that limits are exact only without it.
    if (provisioned !== undefined || this.#scenario.functions.some((fn) => fn.reserved === undefined && fn.provisioned !== undefined)) return;
    const full = reserved === undefined ? this.#sharedInUse() >= this.#unreserved : (this.#inUse.get(name) ?? 0) >= reserved;
    if (full !== (rule === 'reservedConcurrency' || rule === 'unreservedConcurrency')) throw new Error(`${rule} does not tell why.`);
  }

  get #unreserved(): number {
    return this.#scenario.account.concurrency - this.#scenario.functions.reduce((sum, { reserved = 0 }) => sum + reserved, 0);
  }

  #sharedInUse(): number {
    return this.#scenario.functions.filter(({ reserved }) => reserved === undefined).reduce((sum, { name }) => sum + (this.#inUse.get(name) ?? 0) + this.#provisioned(name), 0);
  }

  #provisioned(name: string): number {
    return [...this.#alive.values()].filter(({ fn, provisioned }) => provisioned && fn === name).length;
  }

  #function(name: string): FunctionScenario {
    const fn = this.#scenario.functions.find((each) => each.name === name);
    if (fn === undefined) throw new Error(`There is no ${name}.`);
    return fn;
  }
}
