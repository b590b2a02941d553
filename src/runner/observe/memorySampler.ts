import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { ExecutionEnvironment } from '../environment/executionEnvironment.ts';
import type { MemoryMeter } from '../sandbox/memory.ts';
import type { EventSink } from './eventSink.ts';

type Sampled = Pick<ExecutionEnvironment, 'id' | 'pid' | 'noteMemory'>;

const intervalMs = 1000;

/** Samples the memory of all environments once a second, as long as there are any. */
export class MemorySampler implements Disposable {
  readonly #clock: Clock;
  readonly #meter: MemoryMeter;
  readonly #sink: EventSink;
  readonly #environments: () => readonly Sampled[];
  #timer: Disposable;
  #disposed = false;

  constructor(clock: Clock, meter: MemoryMeter, sink: EventSink, environments: () => readonly Sampled[]) {
    this.#clock = clock;
    this.#meter = meter;
    this.#sink = sink;
    this.#environments = environments;
    this.#timer = this.#schedule();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer.dispose();
  }

  #schedule(): Disposable {
    return this.#clock.after(intervalMs, () => void this.#sample());
  }

  async #sample(): Promise<void> {
    const byPid = new Map<number, Sampled>();
    for (const environment of this.#environments()) if (environment.pid !== undefined) byPid.set(environment.pid, environment);
    try {
      if (byPid.size > 0) this.#note(byPid, await this.#meter.sample([...byPid.keys()]));
    } catch {
      // The system's command could not be run: no figures this time.
    }
    if (!this.#disposed) this.#timer = this.#schedule();
  }

  #note(byPid: ReadonlyMap<number, Sampled>, bytes: ReadonlyMap<number, number>): void {
    const samples: [string, number][] = [];
    for (const [pid, resident] of bytes) {
      const environment = byPid.get(pid);
      environment?.noteMemory(resident);
      if (environment !== undefined) samples.push([environment.id, resident]);
    }
    this.#sink.emit({ type: 'memorySampled', at: this.#clock.now(), samples });
  }
}
