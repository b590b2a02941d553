import { Emitter, type Event } from '../../../common/emitter.ts';
import type { FunctionStore } from '../../resources/functions/functionStore.ts';
import { functionKey, partsOfKey } from '../../resources/functionKey.ts';
import type { RegionTables } from '../../resources/regionTables.ts';
import type { DocumentStore } from '../../store/documentStore.ts';
import { commit } from '../../store/documentTable.ts';
import { autoScalingErrors } from '../api/autoScalingError.ts';
import { resourceId, type ScaledResource } from '../api/resourceId.ts';
import type { ScalableTargetDocument } from './storedScalableTarget.ts';

export interface ScalableTargetsOptions {
  readonly store: DocumentStore;
  readonly tables: Pick<RegionTables, 'scalableTargets'>;
  readonly functions: FunctionStore;
}

export interface ScalableTarget extends ScaledResource {
  readonly key: string;
  readonly document: ScalableTargetDocument;
}

/** From what is registered to what shall be; undefined: nothing. */
export type TargetChange = (before: ScalableTargetDocument | undefined) => ScalableTargetDocument | undefined;

/** What is registered, and how it changes. */
export class ScalableTargets {
  readonly #options: ScalableTargetsOptions;
  readonly #changing = new Set<string>();
  readonly #changed = new Emitter<void>();

  constructor(options: ScalableTargetsOptions) {
    this.#options = options;
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** In the order of their keys. */
  all(): readonly ScalableTarget[] {
    return this.#options.tables.scalableTargets.page().map(({ key, value }) => {
      const { name, qualifier } = partsOfKey(key);
      return { name, qualifier, key, document: value };
    });
  }

  get(resource: ScaledResource): ScalableTarget | undefined {
    const key = functionKey(resource.name, resource.qualifier);
    const document = this.#options.tables.scalableTargets.get(key);
    return document && { name: resource.name, qualifier: resource.qualifier, key, document };
  }

  /** Throws LambdaError where it is not registered. */
  registered(resource: ScaledResource): ScalableTarget {
    const target = this.get(resource);
    if (target === undefined) throw autoScalingErrors.notRegistered(resourceId(resource));
    return target;
  }

  /**
   * Reads, checks and writes; undefined unregisters it. Not while its function is changed or deleted. Throws LambdaError
   * ConcurrentUpdateException where another change of it is under way, as AWS does.
   */
  async change(resource: ScaledResource, changed: TargetChange): Promise<void> {
    if (this.#changing.has(functionKey(resource.name, resource.qualifier))) throw autoScalingErrors.concurrentUpdate();
    await this.changeInTurn(resource, changed);
  }

  /** The same, after whatever is under way. */
  async changeInTurn({ name, qualifier }: ScaledResource, changed: TargetChange): Promise<void> {
    const { store, tables, functions } = this.#options;
    const key = functionKey(name, qualifier);
    this.#changing.add(key);
    try {
      await functions.exclusive(name, async () => {
        const { scalableTargets: table } = tables;
        const document = changed(table.get(key));
        await commit(store, [document === undefined ? table.deleting(key) : table.putting(key, document)]);
      });
    } finally {
      this.#changing.delete(key);
    }
    this.#changed.fire();
  }
}
