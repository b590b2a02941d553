import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { type Change, commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { MappingLife, type MappingMoment, type MappingTransition } from './mappingLife.ts';
import { mappingArn } from './mappingArn.ts';
import type { EventSourceMappingDocument } from './storedEventSourceMapping.ts';

/** A mapping as it shows, with what it is in the middle of. */
export interface EventSourceMapping {
  readonly uuid: string;
  readonly document: EventSourceMappingDocument;
  readonly moment?: MappingMoment;
}

export interface MappingPage {
  /** The UUID that the page begins after; '' for the first. */
  readonly after: string;
  readonly count: number;
  /** Only those for which it holds. */
  readonly only?: (document: EventSourceMappingDocument, uuid: string) => boolean;
}

/** The region's mappings with their states: Deleting ones are gone from disk already, and show until that is over. */
export class EventSourceMappings {
  readonly #region: RegionResources;
  readonly #life: MappingLife;
  readonly #deleted = new Map<string, EventSourceMappingDocument>();

  constructor(region: RegionResources) {
    this.#region = region;
    this.#life = new MappingLife(region);
  }

  /** Throws LambdaError where there is none. */
  get(uuid: string): EventSourceMapping {
    const document = this.#region.tables.eventSourceMappings.get(uuid) ?? this.#deleting().get(uuid);
    if (document === undefined) throw lambdaErrors.notFound('The resource you requested does not exist.');
    return this.#shown(uuid, document);
  }

  /** As `get`; throws LambdaError also while the mapping is in a transition. */
  settled(uuid: string, action: 'update' | 'delete'): EventSourceMapping {
    const mapping = this.get(uuid);
    if (mapping.moment === undefined) return mapping;
    throw new LambdaError('ResourceInUseException', 400, `Cannot ${action} the event source mapping because it is in use.`);
  }

  /** In the order of UUIDs. */
  page({ after, count, only }: MappingPage): readonly EventSourceMapping[] {
    const { eventSourceMappings } = this.#region.tables;
    const documents = eventSourceMappings.page(only === undefined ? { after, count } : { after });
    const stored = documents.map(({ key, value }) => [key, value] as const);
    const deleting = [...this.#deleting()].filter(([uuid]) => uuid > after);
    const all = deleting.length === 0 ? stored : [...stored, ...deleting].sort(([a], [b]) => (a < b ? -1 : 1));
    const found: EventSourceMapping[] = [];
    for (const [uuid, document] of all) {
      if (found.length === count) break;
      if (only?.(document, uuid) !== false) found.push(this.#shown(uuid, document));
    }
    return found;
  }

  /** A mapping, new or instead of before; durable when it resolves, together with `more`. The answer shows the transition in any case. */
  async put(
    uuid: string,
    transition: MappingTransition,
    document: Omit<EventSourceMappingDocument, 'lastModified'>,
    more: readonly Change[] = [],
  ): Promise<EventSourceMapping> {
    const { store, tables } = this.#region;
    const moment = this.#life.planned(transition);
    const next = { ...document, lastModified: moment.ends };
    await commit(store, [tables.eventSourceMappings.putting(uuid, next), ...more]);
    this.#life.begin(uuid, moment);
    return { uuid, document: next, moment };
  }

  /** With its tags. */
  async delete({ uuid, document }: EventSourceMapping): Promise<EventSourceMapping> {
    const { store, tables, identity } = this.#region;
    const moment = this.#life.planned('Deleting');
    await commit(store, [tables.eventSourceMappings.deleting(uuid), tables.tags.deleting(mappingArn(identity, uuid))]);
    this.#life.begin(uuid, moment);
    this.#deleted.set(uuid, document);
    return { uuid, document, moment };
  }

  #shown(uuid: string, document: EventSourceMappingDocument): EventSourceMapping {
    const moment = this.#life.of(uuid);
    return moment === undefined ? { uuid, document } : { uuid, document, moment };
  }

  #deleting(): ReadonlyMap<string, EventSourceMappingDocument> {
    for (const uuid of this.#deleted.keys()) {
      if (this.#life.of(uuid) === undefined) this.#deleted.delete(uuid);
    }
    return this.#deleted;
  }
}
