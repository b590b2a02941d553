import * as v from 'valibot';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { TimelineEvent } from '../../lambda/scaling/timeline/timelineEvent.ts';
import type { StreamLine } from '../../protocol/runner.ts';
import { ScalingFromPage, type ScalingPhase, type ScalingStrings, type ScalingToPage } from '../../protocol/webview/scaling.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { DeskRequests } from './deskRequests.ts';
import type { ScalingDesk } from './scalingDesk.ts';
import type { ScalingSource } from './scalingSource.ts';
import { toTimelineEvent, toTimelineSnapshot } from './toTimeline.ts';

/** What the page's buttons do. */
export interface ScalingActions {
  /** Without a name: of a function that the user chooses. */
  invoke(functionName: string | undefined): void;
  startRegion(): void;
}

export interface ScalingFeedOptions {
  readonly source: ScalingSource;
  readonly actions: ScalingActions;
  readonly desk: ScalingDesk;
  readonly clock: Clock;
  readonly strings: ScalingStrings;
  /** BCP 47. */
  readonly locale: string;
  readonly post: (message: ScalingToPage) => void;
}

const batchMs = 100;

/** Feeds one page while it shows: everything when it says that it is ready, then what happens, ten times a second at most. */
export class ScalingFeed implements Disposable {
  readonly #options: ScalingFeedOptions;
  readonly #owned = new DisposableStore();
  readonly #requests: DeskRequests;
  /** Lives while the page shows. */
  #showing: Disposable | undefined;
  #queue: TimelineEvent[] = [];
  #flushing: Disposable | undefined;
  #selected: string | undefined;

  constructor(options: ScalingFeedOptions) {
    this.#options = options;
    this.#requests = this.#owned.add(new DeskRequests(options.desk, options.post));
    this.#owned.add(options.source.onDidChangeStatus(({ phase }) => this.#changed(phase)));
  }

  /** Takes a message of the page; what is none of ours is passed over. */
  receive(message: unknown): void {
    const { success, output } = v.safeParse(ScalingFromPage, message);
    if (!success) return;
    switch (output.type) {
      case 'ready':
        return this.#show();
      case 'invoke':
        return this.#options.actions.invoke(output.functionName);
      case 'start':
        return this.#options.actions.startRegion();
      case 'chooseAws':
        return void this.#requests.choose(output.chosen);
      case 'read':
        return void this.#requests.read(output);
      case 'export':
        return void this.#requests.save(output);
      case 'apply':
        return void this.#requests.apply(output);
    }
  }

  /** Shows one function, at once or as soon as the page shows: a local one alone, one of AWS beside what is local. */
  select(target: FunctionTarget): void {
    if (!target.connection.live) return void this.#requests.chooseFunction(target);
    this.#selected = target.functionName;
    if (this.#showing !== undefined) this.#sendSelected();
  }

  /** Nothing is sent, and nothing is followed, until the page is ready again. */
  hide(): void {
    this.#showing?.dispose();
    this.#showing = undefined;
    this.#requests.hide();
    this.#drop();
  }

  dispose(): void {
    this.hide();
    this.#owned.dispose();
  }

  #show(): void {
    this.hide();
    const { source, strings, locale, post } = this.#options;
    const showing = new DisposableStore();
    this.#showing = showing;
    post({ type: 'hello', strings, locale, phase: source.status.phase });
    this.#requests.show();
    this.#sendSelected();
    showing.add(source.watch((line) => {
      if (!showing.disposed) this.#take(line);
    }));
  }

  #sendSelected(): void {
    if (this.#selected !== undefined) this.#options.post({ type: 'select', functionName: this.#selected });
    this.#selected = undefined;
  }

  #changed(phase: ScalingPhase): void {
    if (this.#showing === undefined) return;
    this.#flush();
    this.#options.post({ type: 'phase', phase, now: this.#options.clock.now() });
  }

  #take(line: StreamLine): void {
    if (line.type === 'snapshot') {
      this.#drop();
      this.#options.post({ type: 'snapshot', now: this.#options.clock.now(), snapshot: toTimelineSnapshot(line) });
      return;
    }
    const event = toTimelineEvent(line);
    if (event === undefined) return;
    this.#queue.push(event);
    this.#flushing ??= this.#options.clock.after(batchMs, () => this.#flush());
  }

  #flush(): void {
    const events = this.#queue;
    this.#drop();
    if (events.length > 0) this.#options.post({ type: 'events', now: this.#options.clock.now(), events });
  }

  #drop(): void {
    this.#queue = [];
    this.#flushing?.dispose();
    this.#flushing = undefined;
  }
}
