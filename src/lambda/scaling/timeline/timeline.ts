import { ArrivalLog } from './arrivalLog.ts';
import { CeilingSeries } from './ceilingSeries.ts';
import { InvocationPoints } from './invocationPoints.ts';
import type { Lane } from './lane.ts';
import { Lanes, type LaneBounds } from './lanes.ts';
import { LimitsHistory } from './limitsHistory.ts';
import { RunningInvocations } from './runningInvocations.ts';
import { ScopeSeries, type WorkKind, type WorkUnit } from './scopeSeries.ts';
import { heldPrice, workPrice } from './spending.ts';
import { countedRuleOf } from './throttleKinds.ts';
import { beginnings } from './timelineBeginnings.ts';
import type {
  EnvironmentPhase, InvocationEnded, InvocationStarted, TimelineEnvironment, TimelineEvent, TimelineLimits, TimelineSnapshot,
} from './timelineEvent.ts';
import { stepMs, timelineHorizonMs } from './timelineWindows.ts';

const pruneEveryMs = 5000;
const arrivalsKept = 65_536;
/** Of functions that nothing is known of: Lambda's default. */
const defaultMegabytes = 128;

/** What an environment counts as while it works. */
interface Work extends WorkUnit {
  readonly kind: WorkKind;
}

export interface TimelineBounds {
  /** Successful warm invocations, and apart from them cold and failed ones, that are kept one by one. */
  readonly points: number;
  readonly lanes?: LaneBounds;
}

/**
 * What happened in a region, folded into series of buckets and lanes of environments as the events come in.
 * Its memory does not grow with the number of events; late and unknown ones do no harm.
 */
export class Timeline {
  readonly limits = new LimitsHistory();
  readonly warm: InvocationPoints;
  /** Cold starts, errors and timeouts. */
  readonly notable: InvocationPoints;
  readonly arrivals = new ArrivalLog(arrivalsKept);
  /** From when on it is known what happened. */
  readonly since: number;
  readonly #all = new ScopeSeries();
  readonly #scopes = new Map<string, ScopeSeries>();
  readonly #indexes = new Map<string, number>();
  readonly #ceilings = new Map<string, CeilingSeries>();
  /** Environments at work. */
  readonly #work = new Map<string, Work>();
  readonly #running = new RunningInvocations();
  readonly #lanes: Lanes;
  #latest: number;
  #prunedAt: number;

  constructor(snapshot: TimelineSnapshot, bounds: TimelineBounds = { points: 8192 }) {
    this.warm = new InvocationPoints(bounds.points);
    this.notable = new InvocationPoints(bounds.points);
    this.#lanes = new Lanes(bounds.lanes);
    this.since = snapshot.since;
    this.#latest = snapshot.since;
    this.#prunedAt = snapshot.since;
    this.#all.begin(this.since);
    this.#replay(snapshot);
  }

  /** When the newest event happened. */
  get latest(): number {
    return this.#latest;
  }

  /** Whether nothing has run since the beginning. */
  get empty(): boolean {
    return this.#scopes.size === 0;
  }

  /** Functions that are there or have run, by name. */
  get functionNames(): readonly string[] {
    return [...new Set([...this.limits.functionNames, ...this.#scopes.keys()])].sort((a, b) => a.localeCompare(b));
  }

  /** The series of a function, or (undefined) of all together; undefined for a function of which nothing happened. */
  scope(functionName: string | undefined): ScopeSeries | undefined {
    return functionName === undefined ? this.#all : this.#scopes.get(functionName);
  }

  /** The number under which the points of a function are kept. */
  indexOf(functionName: string): number {
    return this.#indexes.get(functionName) ?? -1;
  }

  /** How many more environments the scaling rate lets a function start at the end of a step of `stepMs`. */
  startsLeft(functionName: string, step: number, rateScale: number): number {
    const ceiling = this.#ceilings.get(functionName) ?? new CeilingSeries(stepMs, 1);
    return ceiling.left(step, rateScale);
  }

  lanes(): Iterable<Lane> {
    return this.#lanes.all();
  }

  lane(id: string): Lane | undefined {
    return this.#lanes.get(id);
  }

  append(event: TimelineEvent): void {
    this.#latest = Math.max(this.#latest, event.at);
    this.#take(event);
    if (this.#latest - this.#prunedAt < pruneEveryMs) return;
    this.#prunedAt = this.#latest;
    this.#lanes.prune(this.#latest - timelineHorizonMs);
  }

  /** The region has ended, and all of its environments with it. */
  stop(at: number): void {
    for (const { id, state } of this.#lanes.all()) if (state !== 'stopped') this.#stop(id, Math.max(at, this.#latest));
  }

  #take(event: TimelineEvent): void {
    // No default: events of a newer service that are not known here are passed over.
    switch (event.type) {
      case 'environmentChanged':
        return this.#change(event.at, event.environment);
      case 'environmentStopped':
        return this.#stop(event.id, event.at, event.reason);
      case 'invocationStarted':
        return this.#started(event);
      case 'invocationEnded':
        return this.#ended(event);
      case 'throttled':
        return this.#throttled(event);
      case 'functionsChanged':
        return this.#setLimits(event.at, event);
    }
  }

  #replay(snapshot: TimelineSnapshot): void {
    const { history, environments } = snapshot;
    if (!history.some(({ type }) => type === 'functionsChanged')) this.#setLimits(snapshot.since, snapshot);
    const all = [...beginnings(history, environments), ...history].sort((a, b) => a.at - b.at);
    for (const event of all) this.append(event);
    // Whatever the history did not tell, the state does.
    const alive = new Set(environments.map(({ id }) => id));
    for (const { id, state } of this.#lanes.all()) if (state !== 'stopped' && !alive.has(id)) this.#stop(id, this.#latest);
    for (const environment of environments) this.#change(this.#latest, environment);
    this.#setLimits(this.#latest, snapshot);
  }

  #setLimits(at: number, limits: TimelineLimits): void {
    this.limits.set(at, limits);
    let [ready, readyGigabytes, price] = [0, 0, 0];
    const there = new Set(limits.functions.map(({ name }) => name));
    for (const [name, scope] of this.#scopes) if (!there.has(name)) scope.setProvisioned(at, 0, 0, 0);
    for (const { name, provisioned, memoryMegabytes, architecture } of limits.functions) {
      const available = provisioned.reduce((sum, each) => sum + each.available, 0);
      const requested = provisioned.reduce((sum, each) => sum + each.requested, 0);
      const gigabytes = memoryMegabytes / 1024;
      const held = heldPrice(requested * gigabytes, architecture);
      // A function that has nothing provisioned, and never had, needs no series.
      if (requested > 0 || this.#scopes.has(name)) this.#scopeOf(name).setProvisioned(at, available, available * gigabytes, held);
      ready += available;
      readyGigabytes += available * gigabytes;
      price += held;
    }
    this.#all.setProvisioned(at, ready, readyGigabytes, price);
  }

  #throttled({ at, functionName, rule }: Extract<TimelineEvent, { type: 'throttled' }>): void {
    const counted = countedRuleOf(rule);
    for (const scope of this.#both(functionName)) scope.countThrottle(at, counted);
    this.arrivals.add(at, this.indexOf(functionName));
  }

  #change(at: number, environment: TimelineEnvironment): void {
    const { id, functionName, startedAt, state, pid } = environment;
    if (this.#lanes.get(id) === undefined) {
      this.#lanes.begin(environment);
      const begun = Math.max(startedAt, this.since);
      for (const scope of this.#both(functionName)) scope.addEnvironments(begun, 1);
      this.#setWork(id, begun);
      if (environment.provisioned !== true) this.#ceilingOf(functionName).start(startedAt, this.limits.at(startedAt, undefined)?.rateScale ?? 1);
    }
    this.#enter(id, state, at, pid);
  }

  #enter(id: string, state: EnvironmentPhase, at: number, pid?: number): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined || lane.state === 'stopped') return;
    this.#lanes.enter(id, state, at, pid);
    this.#setWork(id, at);
    const invocation = state === 'busy' ? this.#running.of(id) : undefined;
    if (invocation !== undefined) this.#lanes.label(id, invocation);
  }

  /** Counts an environment as at work, or no longer, by the state that its lane is in. */
  #setWork(id: string, at: number): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return;
    const [before, kind] = [this.#work.get(id), workKindOf(lane, this.#running.of(id))];
    if (before?.kind === kind) return;
    const after = kind && this.#workOf(kind, lane.functionName);
    for (const scope of this.#both(lane.functionName)) {
      if (before !== undefined) scope.addWork(at, before.kind, -1, before);
      if (after !== undefined) scope.addWork(at, after.kind, 1, after);
    }
    if (after === undefined) this.#work.delete(id);
    else this.#work.set(id, after);
  }

  #workOf(kind: WorkKind, functionName: string): Work {
    const { memoryMegabytes = defaultMegabytes, architecture = 'x86_64' } = this.limits.functionOf(functionName) ?? {};
    const gigabytes = memoryMegabytes / 1024;
    return { kind, gigabytes, price: workPrice(kind, gigabytes, architecture) };
  }

  #stop(id: string, at: number, reason?: string): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined || lane.state === 'stopped') return;
    this.#lanes.stop(id, at, reason);
    this.#setWork(id, at);
    const lost = this.#running.abandon(id);
    for (const scope of this.#both(lane.functionName)) {
      scope.addEnvironments(at, -1);
      scope.totals.running -= lost;
      scope.totals.lost += lost;
    }
  }

  #started(event: InvocationStarted): void {
    if (!this.#running.start(event)) return;
    for (const scope of this.#both(event.functionName)) {
      scope.totals.started++;
      scope.totals.running++;
      scope.count(event.at, 'started');
      if (event.cold) scope.count(event.at, 'cold');
      if (event.spillover === true) scope.count(event.at, 'spilled');
    }
    this.arrivals.add(event.at, this.indexOf(event.functionName));
    // One that waits for init is labelled once its environment is busy.
    const state = this.#lanes.get(event.environmentId)?.state;
    if (state === 'idle') this.#enter(event.environmentId, 'busy', event.at);
    else if (state === 'busy') this.#lanes.label(event.environmentId, event);
    // Whether it spilled over is known only now of one that was starting, or busy, already.
    this.#setWork(event.environmentId, event.at);
  }

  #ended(event: InvocationEnded): void {
    const { at, functionName, durationMs, initDurationMs = 0, outcome, environmentId } = event;
    const { found, cold } = this.#running.end(event);
    for (const scope of this.#both(functionName)) {
      move(scope, found);
      scope.count(at, 'ended');
      if (outcome !== 'success') scope.count(at, 'errors');
      if (outcome === 'timeout') scope.count(at, 'timeouts');
      scope.addLatency(at, durationMs + initDurationMs);
    }
    this.#addPoint(event, cold);
    this.#lanes.conclude(environmentId, event);
    if (this.#lanes.get(environmentId)?.state === 'busy' && this.#running.of(environmentId) === undefined) this.#enter(environmentId, 'idle', at);
  }

  #addPoint({ at, functionName, durationMs, initDurationMs, outcome }: InvocationEnded, cold: boolean): void {
    const failed = outcome === 'timeout' ? 'timeout' : 'error';
    const kind = outcome === 'success' ? (cold || initDurationMs !== undefined ? 'cold' : 'warm') : failed;
    const points = kind === 'warm' ? this.warm : this.notable;
    points.add({ at, durationMs, initMs: initDurationMs ?? 0, kind }, this.indexOf(functionName));
  }

  #both(functionName: string): readonly [ScopeSeries, ScopeSeries] {
    return [this.#all, this.#scopeOf(functionName)];
  }

  #scopeOf(functionName: string): ScopeSeries {
    let scope = this.#scopes.get(functionName);
    if (scope === undefined) {
      scope = new ScopeSeries();
      scope.begin(this.since);
      this.#scopes.set(functionName, scope);
      this.#indexes.set(functionName, this.#indexes.size);
    }
    return scope;
  }

  #ceilingOf(functionName: string): CeilingSeries {
    let ceiling = this.#ceilings.get(functionName);
    if (ceiling === undefined) this.#ceilings.set(functionName, (ceiling = new CeilingSeries(stepMs, timelineHorizonMs / stepMs + 2)));
    return ceiling;
  }
}

/** As what an environment counts: one that runs an invocation, or starts for one. A provisioned one starts for none. */
function workKindOf({ state, provisioned }: Lane, running: InvocationStarted | undefined): WorkKind | undefined {
  if (provisioned) return state === 'busy' ? 'provisioned' : undefined;
  if (state !== 'busy' && state !== 'starting') return undefined;
  return running?.spillover === true ? 'spillover' : 'onDemand';
}

function move({ totals }: ScopeSeries, from: 'running' | 'lost' | undefined): void {
  if (from === undefined) {
    totals.unseen++;
    return;
  }
  totals[from]--;
  totals.ended++;
}
