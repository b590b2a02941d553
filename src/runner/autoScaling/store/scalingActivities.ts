import type { Clock } from '../../../common/clock.ts';
import type { RegionTables } from '../../resources/regionTables.ts';
import type { DocumentStore } from '../../store/documentStore.ts';
import { commit } from '../../store/documentTable.ts';
import type { ActivityDocument } from './storedScalingActivities.ts';

export interface ScalingActivitiesOptions {
  readonly store: DocumentStore;
  readonly tables: Pick<RegionTables, 'scalingActivities'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly uuid: () => string;
}

/** Source: API reference, DescribeScalingActivities: of the previous six weeks. */
const keptMs = 42 * 86_400_000;
/** One that fails each minute does not fill the disk. */
const mostKept = 200;

/** What was scaled, by `functionKey`. Whoever writes does so one after the other. */
export class ScalingActivities {
  readonly #options: ScalingActivitiesOptions;
  /** Keys that may have an activity in progress: what else there is need not be looked through again and again. */
  readonly #open: Set<string>;

  constructor(options: ScalingActivitiesOptions) {
    this.#options = options;
    this.#open = new Set(options.tables.scalingActivities.page().map(({ key }) => key));
  }

  /** The latest first. */
  of(key: string): readonly ActivityDocument[] {
    const { tables, clock } = this.#options;
    const since = clock.now() - keptMs;
    return (tables.scalingActivities.get(key)?.activities ?? []).filter(({ startedAt }) => startedAt >= since);
  }

  running(key: string): ActivityDocument | undefined {
    return this.of(key).find(({ status }) => status === 'InProgress');
  }

  /** Of those that have an activity in progress. */
  runningKeys(): readonly string[] {
    // What belongs to a function goes with it, unseen here.
    for (const key of this.#open) if (this.running(key) === undefined) this.#open.delete(key);
    return [...this.#open];
  }

  /** Whatever is still in progress gives way to another that asks for a capacity. */
  async add(key: string, activity: Omit<ActivityDocument, 'id'>): Promise<void> {
    const { uuid, clock } = this.#options;
    const before = this.of(key);
    const now = clock.now();
    const kept = activity.desired === undefined ? before : before.map((one) => (one.status === 'InProgress' ? overridden(one, now) : one));
    await this.#write(key, [{ id: uuid(), ...activity }, ...kept]);
  }

  async end(key: string, id: string, end: Pick<ActivityDocument, 'status' | 'message'>): Promise<void> {
    const endedAt = this.#options.clock.now();
    await this.#write(
      key,
      this.of(key).map((one) => (one.id === id ? Object.assign({}, one, end, { endedAt }) : one)),
    );
  }

  async #write(key: string, activities: readonly ActivityDocument[]): Promise<void> {
    const { store, tables } = this.#options;
    this.#open.add(key);
    await commit(store, [tables.scalingActivities.putting(key, { activities: activities.slice(0, mostKept) })]);
  }
}

function overridden(activity: ActivityDocument, endedAt: number): ActivityDocument {
  return { ...activity, status: 'Overridden', endedAt };
}
