import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { MetricsSource } from '../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { Lane } from '../../src/lambda/scaling/timeline/lane.ts';
import type { Timeline } from '../../src/lambda/scaling/timeline/timeline.ts';
import type { AwsSource, ScalingFromPage, ScalingPageState, ScalingPhase, ScalingStrings, ScalingToPage } from '../../src/protocol/webview/scaling.ts';
import { longWindows } from '../../src/lambda/scaling/timeline/timelineWindows.ts';
import { Formats } from '../shared/format.ts';
import type { Frame } from './frame.ts';
import type { LaneSection } from './lanes/laneLayout.ts';
import { LimitRequests } from './limitRequests.ts';
import { readPageState } from './pageState.ts';
import { AwsFigures } from './sources/awsFigures.ts';
import { Figures } from './sources/figures.ts';
import { HostClock } from './sources/hostClock.ts';
import { LocalRegion } from './sources/localRegion.ts';
import { sourceOrder } from './sources/sourceLooks.ts';
import { TimeModel } from './time/timeModel.ts';
import { readDraft } from './whatIf/draft.ts';
import type { Predictor } from './whatIf/prediction.ts';
import { awsSubject, localSubject, type WhatIfSubject, type WhatIfTarget } from './whatIf/subject.ts';
import { busiestFunction, exampleFunction, WhatIf } from './whatIf/whatIf.ts';

/** Where the crosshair is: under the pointer, as a share of the width; or put by keys at a moment. */
export type Cursor = { readonly by: 'pointer'; readonly share: number } | { readonly by: 'keys'; readonly at: number };

export interface ModelPort {
  post(message: ScalingFromPage): void;
  save(state: ScalingPageState): void;
  restore(): unknown;
}

export interface ModelClock {
  /** Milliseconds, from any moment on. */
  monotonic(): number;
  /** The page's clock when `monotonic` was 0, in milliseconds since the epoch. */
  readonly origin: number;
}

/** Figures that change faster cannot be read. */
const toldEveryMs = 250;

/** What the page knows and what the user chose. Views read its signals; it draws nothing. */
export class ScalingModel {
  readonly strings = signal<ScalingStrings | undefined>(undefined);
  readonly formats = signal(new Formats('en'));
  readonly phase = signal<ScalingPhase | undefined>(undefined);
  readonly functionName = signal<string | undefined>(undefined);
  readonly functionNames = signal<readonly string[]>([]);
  readonly table = signal(false);
  readonly heatmap = signal(false);
  /** What the axis of the lowest panel counts. */
  readonly cost = signal<'memory' | 'money'>('memory');
  readonly paused = signal(false);
  readonly cursor = signal<Cursor | undefined>(undefined);
  readonly hidden = signal<readonly MetricsSource[]>([]);
  /** What is drawn; undefined until there is anything. */
  readonly frame = signal<Frame | undefined>(undefined);
  /** The frame as legends tell of it: without a cursor no more often than one can read. */
  readonly told = signal<Frame | undefined>(undefined);
  /** Whether there is anything to draw. */
  readonly hasGraph: ReadonlySignal<boolean> = computed(() => this.frame.value !== undefined);
  /** Whether the page has heard from a region, running or not any more. */
  readonly known = signal(false);
  readonly aws: AwsFigures;
  readonly whatIf: WhatIf;
  readonly limits: LimitRequests;
  readonly time: TimeModel;

  /** The moment under the crosshair. */
  readonly cursorAt: ReadonlySignal<number | undefined> = computed(() => {
    const [cursor, frame] = [this.cursor.value, this.frame.value];
    if (cursor === undefined || frame === undefined) return undefined;
    const { from, to } = frame;
    return cursor.by === 'pointer' ? from + cursor.share * (to - from) : Math.min(to, Math.max(from, cursor.at));
  });

  /** Whose what-if it is: of AWS as long as a function of it is chosen. */
  readonly target: ReadonlySignal<WhatIfTarget> = computed(() => (this.aws.chosen.value === undefined ? 'local' : this.whatIf.target.value));
  /** The what-if controls were asked for, and are to have the focus. */
  whatIfSummoned = false;
  /** When a control was last moved, by the page's clock: one waits for what comes of it. */
  touchedAt = Number.NEGATIVE_INFINITY;

  readonly live: ReadonlySignal<boolean> = computed(() => !this.paused.value && this.phase.value === 'running');
  readonly #port: ModelPort;
  readonly #clock: HostClock;
  readonly #monotonic: () => number;
  readonly #local: LocalRegion;
  readonly #changed: () => void;
  #requests = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** `changed` is called when there is something new to draw. */
  constructor(port: ModelPort, clock: ModelClock, predictor: Predictor, changed: () => void) {
    this.#port = port;
    this.#monotonic = () => clock.monotonic();
    this.#clock = new HostClock(this.#monotonic, clock.origin);
    this.#local = new LocalRegion(this.#clock);
    this.#changed = changed;
    const nextId = (): number => ++this.#requests;
    this.aws = new AwsFigures((request) => port.post({ type: 'read', ...request }), nextId);
    this.whatIf = new WhatIf(predictor, this.#monotonic, changed);
    this.limits = new LimitRequests((message) => port.post(message), nextId);
    this.time = new TimeModel({
      long: () => this.aws.chosen.value !== undefined || this.whatIf.open.value,
      newest: () => this.#local.newest(),
      since: () => this.timeline?.since,
      cursorShare: () => this.#cursorShare(),
      changed,
      chosen: () => this.#saved(),
    });
    this.#restore(readPageState(port.restore()));
  }

  get timeline(): Timeline | undefined {
    return this.#local.timeline;
  }

  /** The environments of the sources that show and know them. */
  lanes({ sources }: Frame): readonly LaneSection[] {
    const timelines = { local: this.timeline, aws: undefined, simulated: this.whatIf.answer.peek()?.prediction.timeline };
    return sources.flatMap(({ source }) => {
      const timeline = timelines[source];
      return timeline === undefined ? [] : [{ source, lanes: timeline.lanes() }];
    });
  }

  lane(id: string): Lane | undefined {
    return this.timeline?.lane(id) ?? this.whatIf.answer.peek()?.prediction.timeline?.lane(id);
  }

  /** Asks for everything. */
  begin(): void {
    this.#clock.reset();
    this.#port.post({ type: 'ready' });
  }

  receive(message: ScalingToPage): void {
    switch (message.type) {
      case 'hello':
        return batch(() => {
          this.strings.value = message.strings;
          this.formats.value = new Formats(message.locale);
          this.#enter(message.phase);
        });
      case 'phase':
        this.#clock.heard(message.now);
        return this.#enter(message.phase);
      case 'snapshot':
        this.#clock.heard(message.now);
        if (this.paused.value) return this.#local.invalidate();
        this.#local.replace(message.snapshot);
        this.known.value = true;
        return this.#changed();
      case 'events':
        this.#clock.heard(message.now);
        if (this.paused.value) return this.#local.hold(message.events);
        this.#local.append(message.events);
        return this.#changed();
      case 'select':
        return this.select(message.functionName);
      case 'aws':
        this.#chooseAws(message.chosen);
        if (message.chosen !== undefined) this.showSource('aws', true);
        return this.#changed();
      case 'series':
        if (this.aws.take(message.requestId, message.series)) this.#changed();
        return;
      case 'refused':
        if (this.aws.refuse(message.requestId, message.message) || this.limits.refused(message.requestId, message.message)) this.#changed();
        return;
      case 'applied':
        return this.limits.applied(message.requestId, message.done);
    }
  }

  /** Computes the frame of this moment. Milliseconds after which to look again, where that is known. */
  refresh(): number | undefined {
    const { timeline } = this;
    return batch(() => {
      const names = timeline?.functionNames ?? [];
      if (names.join('\n') !== this.functionNames.value.join('\n')) this.functionNames.value = names;
      // A prediction is one function's; what is beside it must be, too.
      if (this.whatIf.open.value && this.target.value === 'local' && this.functionName.value === undefined) this.functionName.value = busiestFunction(timeline);
      const [from, to] = this.time.ends();
      const functionName = this.functionName.value;
      const local = this.#local.figures(functionName, from, to);
      this.aws.show(from, to, this.#monotonic());
      const again = this.whatIf.refresh(this.#subject(functionName, local), from, to);
      this.frame.value = this.#frameOf(from, to, functionName, local);
      this.#tell();
      return again;
    });
  }

  select(functionName: string | undefined): void {
    this.functionName.value = functionName;
    this.#saved();
  }

  showTable(table: boolean): void {
    this.table.value = table;
    this.#saved();
  }

  showHeatmap(heatmap: boolean): void {
    this.heatmap.value = heatmap;
    this.#saved();
  }

  showCost(cost: 'memory' | 'money'): void {
    this.cost.value = cost;
    this.#saved();
  }

  showSource(source: MetricsSource, shown: boolean): void {
    this.hidden.value = sourceOrder.filter((each) => (each === source ? !shown : this.hidden.value.includes(each)));
    this.#saved();
  }

  /** Which function of AWS, the host asks. */
  chooseAws(chosen: boolean): void {
    this.#port.post({ type: 'chooseAws', chosen });
  }

  readAwsAgain(): void {
    this.aws.again();
    this.#changed();
  }

  openWhatIf(open: boolean): void {
    // Where nothing has run here, it is the function of AWS that one asks of.
    if (open && this.aws.chosen.value !== undefined && (this.timeline?.empty ?? true)) this.aim('aws');
    this.whatIf.open.value = open;
    this.whatIfSummoned = open;
    if (open) this.showSource('simulated', true);
    else if (!this.time.windows.value.includes(this.time.window.value)) this.time.restore(undefined);
    this.#saved();
  }

  /** Asks of another function; CloudWatch has too little of the last minutes to ask of. */
  aim(target: WhatIfTarget): void {
    this.whatIf.aim(target);
    this.limits.forget();
    if (target === 'aws' && this.time.range.value.lengthMs < longWindows[0].lengthMs) this.time.show(longWindows[0]);
    this.#saved();
  }

  /** The draft has changed. */
  tried(): void {
    this.touchedAt = this.#monotonic();
    this.limits.forget();
    this.#saved();
  }

  togglePause(): void {
    if (this.phase.value !== 'running' && !this.paused.value) return;
    this.paused.value = !this.paused.value;
    if (this.paused.value) this.#local.freeze(this.#local.newest());
    else if (!this.#local.resume(this.phase.value === 'running')) this.begin();
    this.#changed();
  }

  invoke(): void {
    const functionName = this.functionName.value;
    this.#port.post({ type: 'invoke', ...(functionName !== undefined && { functionName }) });
  }

  start(): void {
    this.#port.post({ type: 'start' });
  }

  export(format: 'csv' | 'png', name: string, content: string): void {
    this.#port.post({ type: 'export', format, name, content });
  }

  #frameOf(from: number, to: number, functionName: string | undefined, local: Figures | undefined): Frame | undefined {
    const all = { local, aws: this.aws.figures, simulated: this.whatIf.answer.value?.figures };
    const hidden = this.hidden.value;
    const known = Object.values(all).some((figures) => figures !== undefined);
    if (!known) return undefined;
    const sources = sourceOrder.flatMap((source) => (hidden.includes(source) ? [] : (all[source] ?? [])));
    const limits = this.timeline?.limits.at(to, functionName);
    const primary = sources[0] ?? new Figures({ source: 'local', functionName, periodMs: 1000, at: [], columns: {}, annotations: [] });
    const timeoutMs = primary.source === 'aws' ? this.aws.chosen.value?.timeoutMs : limits?.timeoutMs;
    return {
      from, to, functionName, sources, primary, limits, timeoutMs,
      annotations: sources.flatMap(({ series }) => series.annotations).filter(({ at }) => at >= from && at <= to),
    };
  }

  #tell(): void {
    const [frame, told, now] = [this.frame.peek(), this.told.peek(), this.#monotonic()];
    const same = frame?.functionName === told?.functionName && frame?.sources.length === told?.sources.length;
    if (same && this.live.peek() && this.cursor.peek() === undefined && now - this.#toldAt < toldEveryMs) return;
    this.#toldAt = now;
    this.told.value = frame;
  }

  /** Undefined while the figures of AWS are on their way. */
  #subject(functionName: string | undefined, local: Figures | undefined): WhatIfSubject | undefined {
    const { timeline, aws } = this;
    const chosen = aws.chosen.value;
    if (this.target.value === 'local' || chosen === undefined) return localSubject(timeline, functionName ?? busiestFunction(timeline) ?? exampleFunction, local);
    return aws.figures && awsSubject(chosen, aws.figures);
  }

  #cursorShare(): number | undefined {
    const [at, frame] = [this.cursorAt.value, this.frame.value];
    return at === undefined || frame === undefined ? undefined : (at - frame.from) / (frame.to - frame.from);
  }

  /** What was tried of one function was not meant for another. */
  #chooseAws(chosen: AwsSource | undefined): void {
    const { functionName, connection } = this.aws.chosen.value ?? {};
    if (this.whatIf.target.value === 'aws' && functionName !== undefined && (chosen?.functionName !== functionName || chosen.connection !== connection)) this.whatIf.aim('local');
    this.aws.choose(chosen);
  }

  #enter(phase: ScalingPhase): void {
    this.phase.value = phase;
    if (phase !== 'running' && phase !== 'stopping') this.#local.end();
    this.#changed();
  }

  #restore({ functionName, minutes, table = false, heatmap = false, cost = 'memory', hidden = [], whatIf = false, whatIfOfAws = false, draft }: ScalingPageState): void {
    this.functionName.value = functionName;
    this.whatIf.open.value = whatIf;
    this.whatIf.target.value = whatIfOfAws ? 'aws' : 'local';
    this.whatIf.draft.value = readDraft(draft) ?? this.whatIf.draft.value;
    this.time.restore(this.time.windows.value.find((window) => window.minutes === minutes));
    this.table.value = table;
    this.heatmap.value = heatmap;
    this.cost.value = cost;
    this.hidden.value = hidden;
  }

  #saved(): void {
    const functionName = this.functionName.value;
    this.#port.save({
      ...(functionName !== undefined && { functionName }),
      minutes: this.time.window.value.minutes,
      table: this.table.value,
      heatmap: this.heatmap.value,
      cost: this.cost.value,
      hidden: this.hidden.value,
      whatIf: this.whatIf.open.value,
      whatIfOfAws: this.whatIf.target.value === 'aws',
      draft: this.whatIf.draft.value,
    });
    this.#changed();
  }
}
