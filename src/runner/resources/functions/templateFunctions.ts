import { createHash } from 'node:crypto';

import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';
import type { DocumentStore } from '../../store/documentStore.ts';
import type { WorkspaceFunction } from '../../workspace/workspaceFunction.ts';
import { defaultFurther } from './furtherSettings.ts';
import type { StoredConfiguration } from './storedFunction.ts';

export interface TemplateFunction {
  readonly definition: WorkspaceFunction;
  readonly configuration: StoredConfiguration;
}

/** A reservation that was set through the API on a function of a template; null where it was taken away. */
const reservations: DocumentKind<{ readonly reserved: number | null }> = {
  name: 'templateReservation',
  schema: v.object({ reserved: v.nullable(v.number()) }),
};

export interface TemplateFunctionsOptions {
  readonly now: () => number;
  readonly uuid: () => string;
}

/**
 * The functions of the workspace's templates, in memory: the templates are what is durable.
 *
 * Settings that the API changes hold for the session, until the template changes the function's settings; a change of its code
 * leaves them. A reservation that the API sets is durable and goes before the template's: it is about this region, not about
 * the function, and setting it is what users do to try out throttling.
 */
export class TemplateFunctions {
  readonly #store: DocumentStore;
  readonly #options: TemplateFunctionsOptions;
  readonly #reservations: Map<string, number | null>;
  #byName = new Map<string, TemplateFunction>();

  private constructor(store: DocumentStore, reserved: Map<string, number | null>, options: TemplateFunctionsOptions) {
    this.#store = store;
    this.#reservations = reserved;
    this.#options = options;
  }

  static async open(store: DocumentStore, options: TemplateFunctionsOptions): Promise<TemplateFunctions> {
    const documents = await store.scan(reservations);
    return new TemplateFunctions(store, new Map(documents.map(({ key, value }) => [key, value.reserved])), options);
  }

  /** In the order of the templates. */
  get all(): Iterable<TemplateFunction> {
    return this.#byName.values();
  }

  get(name: string): TemplateFunction | undefined {
    return this.#byName.get(name);
  }

  /** Of functions of the same name, the first is taken; the others are the answer. */
  replace(definitions: readonly WorkspaceFunction[]): readonly WorkspaceFunction[] {
    const byName = new Map<string, TemplateFunction>();
    const repeated: WorkspaceFunction[] = [];
    for (const definition of definitions) {
      const name = definition.settings.FunctionName;
      if (byName.has(name)) repeated.push(definition);
      else byName.set(name, this.#updated(this.#byName.get(name), definition));
    }
    this.#byName = byName;
    return repeated;
  }

  /** For the session. */
  configure(name: string, configuration: StoredConfiguration): void {
    const current = this.#byName.get(name);
    if (current !== undefined) this.#byName.set(name, { ...current, configuration });
  }

  /** Set through the API: a figure, or null for none. Undefined where the template's holds. */
  reservationOf(name: string): number | null | undefined {
    return this.#reservations.get(name);
  }

  async reserve(name: string, reserved: number | null): Promise<void> {
    await this.#store.put(reservations, name, { reserved });
    this.#reservations.set(name, reserved);
  }

  #updated(current: TemplateFunction | undefined, definition: WorkspaceFunction): TemplateFunction {
    const { now, uuid } = this.#options;
    if (current === undefined || !sameSettings(current.definition, definition)) {
      const name = definition.settings.FunctionName;
      const { settings } = definition;
      return {
        definition,
        configuration: {
          settings,
          environmentGiven: Object.keys(settings.Environment).length > 0,
          further: defaultFurther(name),
          code: codeOf(definition),
          revisionId: uuid(),
          lastModified: now(),
        },
      };
    }
    if (current.definition.revision === definition.revision) return { ...current, definition };
    return { definition, configuration: { ...current.configuration, code: codeOf(definition), revisionId: uuid(), lastModified: now() } };
  }
}

function sameSettings(one: WorkspaceFunction, other: WorkspaceFunction): boolean {
  return JSON.stringify(settingsOf(one)) === JSON.stringify(settingsOf(other));
}

function settingsOf({ settings }: WorkspaceFunction): unknown {
  return Object.entries(settings)
    .sort(byKey)
    .map(([key, value]: [string, unknown]) => [key, isMap(value) ? Object.entries(value).sort(byKey) : value]);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other);
}

/** A folder has no CodeSha256 of its own: this one changes whenever the code or settings do. */
function codeOf(definition: WorkspaceFunction): StoredConfiguration['code'] {
  return { sha256: createHash('sha256').update(definition.revision).digest('base64'), size: 0 };
}
