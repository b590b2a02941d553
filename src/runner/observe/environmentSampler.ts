import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { ExecutionEnvironment } from '../environment/executionEnvironment.ts';
import type { MemoryMeter } from '../sandbox/memory.ts';
import type { EventSink } from './eventSink.ts';

type Sampled = Pick<ExecutionEnvironment, 'id' | 'pids' | 'isBusy' | 'housing' | 'noteMemory' | 'noteTemporary'>;

export interface EnvironmentSamplerOptions {
  readonly clock: Clock;
  readonly meter: MemoryMeter;
  readonly sink: EventSink;
  readonly environments: () => readonly Sampled[];
}

/** Watchers are told once a second. */
const tellMs = 1_000;
/** Environments at work are looked at more often, as their limits hold; where a look starts a program, no more often than that. */
const lookMs = 100;
/** After a look that held the service up, nothing is looked at for so many times as long: hundreds at work cost no more than a few. */
const restsPerLook = 9;

/** Samples memory and /tmp of the environments: for those who watch, and so that their limits hold. */
export class EnvironmentSampler implements Disposable {
  readonly #options: EnvironmentSamplerOptions;
  readonly #intervalMs: number;
  #toldAt: number;
  #timer: Disposable;
  #disposed = false;

  constructor(options: EnvironmentSamplerOptions) {
    this.#options = options;
    this.#intervalMs = options.meter.isCheap ? lookMs : tellMs;
    this.#toldAt = options.clock.monotonic();
    this.#timer = this.#schedule(this.#intervalMs);
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer.dispose();
  }

  #schedule(delayMs: number): Disposable {
    return this.#options.clock.after(delayMs, () => void this.#turn());
  }

  async #turn(): Promise<void> {
    const { clock, meter } = this.#options;
    const began = clock.monotonic();
    // Timers are not exact.
    const tells = began - this.#toldAt >= tellMs - this.#intervalMs / 2;
    if (tells) this.#toldAt = began;
    const environments = this.#options.environments();
    try {
      await this.#look(tells ? environments : environments.filter(({ isBusy }) => isBusy), tells);
    } catch {
      // The system's command could not be run: no figures this time.
    }
    const restMs = meter.isCheap ? (clock.monotonic() - began) * restsPerLook : 0;
    if (!this.#disposed) this.#timer = this.#schedule(Math.max(this.#intervalMs, restMs));
  }

  async #look(environments: readonly Sampled[], tells: boolean): Promise<void> {
    if (environments.length === 0) return;
    const { meter, sink, clock } = this.#options;
    const bytes = await meter.sample(environments.flatMap(({ pids }) => pids));
    const samples: [string, number][] = [];
    for (const environment of environments) {
      const own = tells ? await environment.housing?.residentBytes() : undefined;
      const resident = own ?? environment.pids.reduce((sum, pid) => sum + (bytes.get(pid) ?? 0), 0);
      if (resident === 0) continue;
      environment.noteMemory(resident);
      samples.push([environment.id, resident]);
    }
    if (!tells) return;
    sink.emit({ type: 'memorySampled', at: clock.now(), samples });
    await Promise.all(environments.filter(({ isBusy }) => isBusy).map((environment) => this.#lookAtTemporary(environment)));
  }

  async #lookAtTemporary(environment: Sampled): Promise<void> {
    const held = await environment.housing?.temporaryBytes();
    if (held !== undefined) environment.noteTemporary(held);
  }
}
