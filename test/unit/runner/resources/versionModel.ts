import { assertNever } from '../../../../src/common/assertNever.ts';

/** What a step asks for; `fn` is 0 or 1: which of a sequence's two functions. */
export type Step =
  | { readonly type: 'create'; readonly fn: number; readonly publish: boolean }
  | { readonly type: 'updateCode'; readonly fn: number; readonly code: number; readonly publish: boolean }
  | { readonly type: 'configure'; readonly fn: number; readonly description: string }
  | { readonly type: 'publish'; readonly fn: number; readonly description: string | undefined }
  | {
      readonly type: 'createAlias';
      readonly fn: number;
      readonly alias: string;
      readonly version: string;
      readonly second: Second | undefined;
    }
  | {
      readonly type: 'updateAlias';
      readonly fn: number;
      readonly alias: string;
      readonly version: string | undefined;
      /** Null takes it away. */
      readonly second: Second | null | undefined;
      readonly revision: 'current' | 'other' | undefined;
    }
  | { readonly type: 'deleteAlias'; readonly fn: number; readonly alias: string }
  | { readonly type: 'deleteVersion'; readonly fn: number; readonly version: string }
  | { readonly type: 'deleteFunction'; readonly fn: number };

export interface Second {
  readonly version: string;
  readonly weight: number;
}

export interface ModelVersion {
  readonly number: number;
  readonly code: number;
  readonly description: string;
}

export interface ModelAlias {
  readonly version: string;
  readonly second: Second | undefined;
}

/** The error that a step is answered with, or undefined. */
export type Refusal =
  | 'ResourceConflictException'
  | 'ResourceNotFoundException'
  | 'InvalidParameterValueException'
  | 'PreconditionFailedException';

/** What versions and aliases of one function are, told as simply as can be. */
export class ModelFunction {
  exists = false;
  code = 0;
  description = '';
  versions: readonly ModelVersion[] = [];
  aliases: ReadonlyMap<string, ModelAlias> = new Map();
  #last = 0;
  /** What `$LATEST` was when the last version was made of it. */
  #published = '';

  take(step: Step): Refusal | undefined {
    if (step.type === 'create') return this.#create(step.publish);
    // Whether its versions go together is asked before whether they are there.
    if (step.type === 'createAlias') return this.#createAlias(step);
    if (!this.exists) return 'ResourceNotFoundException';
    switch (step.type) {
      case 'updateCode':
        this.code = step.code;
        if (step.publish) this.#publish(undefined);
        return undefined;
      case 'configure':
        this.description = step.description;
        return undefined;
      case 'publish':
        this.#publish(step.description);
        return undefined;
      case 'updateAlias':
        return this.#updateAlias(step);
      case 'deleteAlias':
        this.aliases = new Map([...this.aliases].filter(([name]) => name !== step.alias));
        return undefined;
      case 'deleteVersion':
        return this.#deleteVersion(step.version);
      case 'deleteFunction':
        this.#clear();
        return undefined;
      default:
        return assertNever(step);
    }
  }

  has(version: string): boolean {
    return this.exists && (version === '$LATEST' || this.versions.some(({ number }) => String(number) === version));
  }

  /** The version that runs where chance gives `chance`; undefined where there is none. */
  runs(qualifier: string, chance: number): string | undefined {
    if (this.has(qualifier)) return qualifier;
    const alias = this.aliases.get(qualifier);
    if (alias === undefined) return undefined;
    return alias.second !== undefined && chance < alias.second.weight ? alias.second.version : alias.version;
  }

  #create(publish: boolean): Refusal | undefined {
    if (this.exists) return 'ResourceConflictException';
    this.exists = true;
    if (publish) this.#publish(undefined);
    return undefined;
  }

  #publish(description: string | undefined): void {
    const content = `${this.code} ${this.description}`;
    if (content === this.#published) return;
    this.#published = content;
    this.#last += 1;
    this.versions = [...this.versions, { number: this.#last, code: this.code, description: description ?? this.description }];
  }

  #createAlias({ alias, version, second }: Step & { readonly type: 'createAlias' }): Refusal | undefined {
    const refusal = this.#refusal(version, second) ?? (this.aliases.has(alias) ? 'ResourceConflictException' : undefined);
    return refusal ?? this.#setAlias(alias, version, second);
  }

  #updateAlias(step: Step & { readonly type: 'updateAlias' }): Refusal | undefined {
    const before = this.aliases.get(step.alias);
    if (before === undefined) return 'ResourceNotFoundException';
    if (step.revision === 'other') return 'PreconditionFailedException';
    const version = step.version ?? before.version;
    const second = step.second === undefined ? before.second : (step.second ?? undefined);
    return this.#refusal(version, second) ?? this.#setAlias(step.alias, version, second);
  }

  #setAlias(name: string, version: string, second: Second | undefined): undefined {
    this.aliases = new Map([...this.aliases, [name, { version, second }]]);
  }

  #refusal(version: string, second: Second | undefined): Refusal | undefined {
    if (second !== undefined && (version === '$LATEST' || second.version === version)) return 'InvalidParameterValueException';
    return this.has(version) && (second === undefined || this.has(second.version)) ? undefined : 'ResourceNotFoundException';
  }

  #deleteVersion(version: string): Refusal | undefined {
    if (!this.has(version)) return undefined;
    const aliases = [...this.aliases.values()];
    if (aliases.some((alias) => alias.version === version || alias.second?.version === version)) return 'ResourceConflictException';
    // What is published after the last one went is a version again.
    if (Number(version) === this.#last) this.#published = '';
    this.versions = this.versions.filter(({ number }) => String(number) !== version);
    return undefined;
  }

  #clear(): void {
    this.exists = false;
    this.code = 0;
    this.description = '';
    this.versions = [];
    this.aliases = new Map();
    this.#last = 0;
    this.#published = '';
  }
}
