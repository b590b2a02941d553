import { randomUUID } from 'node:crypto';
import type { WorkspaceFunction } from './workspaceFunction.ts';

interface Known {
  readonly shape: string;
  readonly revision: string;
}

/** Gives each function its revision: a new one whenever its settings, its folders or what is in them changed. */
export class Revisions {
  #known: ReadonlyMap<string, Known> = new Map();

  /** `changed` are the folders in which something changed since the last call. */
  assign(definitions: readonly Omit<WorkspaceFunction, 'revision'>[], changed: ReadonlySet<string>): readonly WorkspaceFunction[] {
    const next = new Map<string, Known>();
    const functions = definitions.map((definition) => {
      const { settings, codeFolder, layers } = definition;
      const shape = JSON.stringify([settings, codeFolder, layers]);
      const before = this.#known.get(settings.FunctionName);
      const same = before?.shape === shape && ![codeFolder, ...layers.flatMap((layer) => (layer.type === 'aws' ? [] : layer.path))].some((path) => changed.has(path));
      const revision = same ? before.revision : randomUUID();
      next.set(settings.FunctionName, { shape, revision });
      return { ...definition, revision };
    });
    this.#known = next;
    return functions;
  }
}
