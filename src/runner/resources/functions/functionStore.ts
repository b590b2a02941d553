import type { Clock } from '../../../common/clock.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { Logger } from '../../../common/logger.ts';
import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { latestVersion, type WorkspaceProblem } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { unreservedLimit } from '../../../lambda/scaling/admission.ts';
import type { CodeArchives } from '../../store/archives/codeArchives.ts';
import type { DocumentStore } from '../../store/documentStore.ts';
import { KeyedQueue } from '../../store/keyedQueue.ts';
import type { WorkspaceFunction } from '../../workspace/workspaceFunction.ts';
import type { FunctionResolver, FunctionVersion } from '../functionVersion.ts';
import { ApiFunctions } from './apiFunctions.ts';
import { namedFunction } from './functionReference.ts';
import { viewOfDocument, viewOfTemplate } from './functionView.ts';
import { canReserve, tooMuchReserved } from './reservationRule.ts';
import { SortedNames } from './sortedNames.ts';
import type { FunctionDocument, LambdaFunction, StoredConfiguration } from './storedFunction.ts';
import { TemplateFunctions } from './templateFunctions.ts';
import { duplicateProblem, reservationProblem, shadowProblem } from './templateProblems.ts';
import { grantReservations } from './templateReservations.ts';

export interface FunctionStoreOptions {
  readonly store: DocumentStore;
  readonly archives: CodeArchives;
  readonly identity: Identity;
  /** The account's concurrent executions. */
  readonly accountConcurrency: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes RevisionIds: version 4 UUIDs. */
  readonly uuid: () => string;
}

/**
 * Opens the functions of the API; those of the workspace come with `replaceWorkspaceFunctions`. Removes code that no function
 * has any more.
 */
export async function openFunctionStore(options: FunctionStoreOptions): Promise<FunctionStore> {
  const { store, archives, clock, uuid } = options;
  const made = await ApiFunctions.open(store);
  const templates = await TemplateFunctions.open(store, { now: () => clock.now(), uuid });
  await archives.collect(new Set([...made.all].map(({ latest }) => latest.code.sha256)));
  return new FunctionStore(options, made, templates, await archives.list());
}

/**
 * The region's functions: those made through the API, which are durable, and those of the workspace's templates, which are not.
 * Where both have one of the same name, the workspace's is shown, and the other comes back when that one goes.
 */
export class FunctionStore implements FunctionResolver {
  readonly identity: Identity;
  readonly archives: CodeArchives;
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly logger: Logger;
  readonly #made: ApiFunctions;
  readonly #templates: TemplateFunctions;
  /** Archives that were there at the start, and those that came since. */
  readonly #code: Set<string>;
  readonly #changed = new Emitter<void>();
  readonly #queue = new KeyedQueue();
  readonly #names = new SortedNames();
  readonly #shown = new Map<string, LambdaFunction>();
  #granted: ReadonlyMap<string, number> = new Map();
  #accountConcurrency: number;
  #reservedTotal = 0;
  #codeSize = 0;
  #duplicates: readonly WorkspaceProblem[] = [];
  #problems: readonly WorkspaceProblem[] = [];

  constructor(options: FunctionStoreOptions, made: ApiFunctions, templates: TemplateFunctions, code: ReadonlySet<string>) {
    this.identity = options.identity;
    this.archives = options.archives;
    this.clock = options.clock;
    this.uuid = options.uuid;
    this.logger = options.logger;
    this.#accountConcurrency = options.accountConcurrency;
    this.#made = made;
    this.#templates = templates;
    this.#code = new Set(code);
    for (const name of made.names) this.#show(name);
  }

  /** Functions, their settings or reservations changed, or the account's limit. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  get accountConcurrency(): number {
    return this.#accountConcurrency;
  }

  /** Sum of what the functions reserve. */
  get reservedTotal(): number {
    return this.#reservedTotal;
  }

  /** What functions without a reservation share. */
  get unreservedLimit(): number {
    return unreservedLimit({ limit: this.#accountConcurrency, reserved: this.#reservedTotal });
  }

  get count(): number {
    return this.#shown.size;
  }

  /** Bytes of the zips of all functions; a folder of the workspace has none. */
  get codeSize(): number {
    return this.#codeSize;
  }

  /** What of the workspace could not be taken as it is; may change with reservations and the account's limit. */
  get problems(): readonly WorkspaceProblem[] {
    return this.#problems;
  }

  setAccountConcurrency(limit: number): void {
    this.#accountConcurrency = limit;
    this.#showTemplates();
    this.#changed.fire();
  }

  /** As Invoke answers: by name in any accepted form; unqualified or `$LATEST`. */
  resolve(nameOrArn: string, qualifier?: string): FunctionVersion {
    const named = namedFunction(this.identity, 'InvokeFunction', nameOrArn, qualifier);
    const found = this.#shown.get(named.name);
    if (found !== undefined && (named.qualifier ?? latestVersion) === latestVersion) return found.version;
    throw lambdaErrors.functionNotFound(functionArn(this.identity, named.name, named.qualifier ?? latestVersion));
  }

  get(name: string): LambdaFunction | undefined {
    return this.#shown.get(name);
  }

  /** `$LATEST` of every function, by name. */
  latest(): readonly FunctionVersion[] {
    return this.#take(this.#names.all()).map(({ version }) => version);
  }

  /** Up to `count` functions in the order of their names, those after `after`. */
  page(after: string, count: number): readonly LambdaFunction[] {
    return this.#take(this.#names.after(after, count));
  }

  /** Replaces all functions of the workspace; the answer is `problems`. */
  replaceWorkspaceFunctions(functions: readonly WorkspaceFunction[]): readonly WorkspaceProblem[] {
    const before = [...this.#templates.all].map(({ definition }) => definition.settings.FunctionName);
    this.#duplicates = this.#templates.replace(functions).map(duplicateProblem);
    for (const name of before) this.#show(name);
    this.#showTemplates();
    this.#changed.fire();
    return this.#problems;
  }

  /** Changes of one function run one after the other: read, check and write inside. */
  exclusive<R>(name: string, task: () => Promise<R>): Promise<R> {
    return this.#queue.run(`function:${name}`, task);
  }

  /** Durable when it resolves. */
  async create(name: string, document: FunctionDocument): Promise<LambdaFunction> {
    await this.#made.put(name, document);
    return this.#changedFunction(name, document.latest);
  }

  /** Gives a function other code or settings: durably, or for the session where a template defines it. */
  async configure(name: string, latest: StoredConfiguration): Promise<LambdaFunction> {
    const document = this.#made.get(name);
    if (this.#templates.get(name) !== undefined) this.#templates.configure(name, latest);
    else if (document !== undefined) await this.#made.put(name, { ...document, latest });
    return this.#changedFunction(name, latest);
  }

  async delete(name: string): Promise<void> {
    await this.#made.delete(name);
    this.#show(name);
    this.#showTemplates();
    this.#changed.fire();
  }

  /** Undefined gives it back. Throws LambdaError where too little would be left for the other functions. */
  async reserve(name: string, reserved: number | undefined): Promise<void> {
    // One at a time: what is left depends on them all.
    await this.#queue.run('reservations', async () => {
      await this.#reserve(name, reserved);
      this.#show(name);
      this.#showTemplates();
    });
    this.#changed.fire();
  }

  /** Removes the code that no function has any more, but for that in `running`: environments may still run it. */
  async collectArchives(running: ReadonlySet<string>): Promise<void> {
    await this.archives.collect(new Set([...[...this.#made.all].map(({ latest }) => latest.code.sha256), ...running]));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #reserve(name: string, reserved: number | undefined): Promise<void> {
    const others = this.#reservedTotal - (this.#shown.get(name)?.version.reservedConcurrency ?? 0);
    if (reserved !== undefined && !canReserve(reserved, others, this.#accountConcurrency)) throw tooMuchReserved(this.#accountConcurrency);
    if (this.#templates.get(name) !== undefined) return this.#templates.reserve(name, reserved ?? null);
    const document = this.#made.get(name);
    if (document === undefined) return;
    const { reservedConcurrency: _before, ...rest } = document;
    await this.#made.put(name, reserved === undefined ? rest : { ...rest, reservedConcurrency: reserved });
  }

  #changedFunction(name: string, { code, further }: StoredConfiguration): LambdaFunction {
    this.#code.add(code.sha256);
    if (further.Layers.length > 0)
      this.logger.warn(`${name} runs without its layers, which the Local region cannot load: ${further.Layers.join(', ')}`);
    const shown = this.#show(name);
    this.#changed.fire();
    if (shown === undefined) throw lambdaErrors.functionNotFound(functionArn(this.identity, name));
    return shown;
  }

  #take(names: readonly string[]): readonly LambdaFunction[] {
    return names.flatMap((name) => this.#shown.get(name) ?? []);
  }

  /** Takes up what is now behind a name. */
  #show(name: string): LambdaFunction | undefined {
    const before = this.#shown.get(name);
    const now = this.#viewOf(name);
    this.#reservedTotal += (now?.version.reservedConcurrency ?? 0) - (before?.version.reservedConcurrency ?? 0);
    this.#codeSize += (now?.latest.code.size ?? 0) - (before?.latest.code.size ?? 0);
    if (now === undefined) {
      this.#shown.delete(name);
      this.#names.delete(name);
    } else {
      this.#shown.set(name, now);
      this.#names.add(name);
    }
    return now;
  }

  #viewOf(name: string): LambdaFunction | undefined {
    const template = this.#templates.get(name);
    if (template !== undefined) return viewOfTemplate(this.identity, template, this.#granted.get(name));
    const document = this.#made.get(name);
    return document && viewOfDocument(this.identity, this.archives, document, this.#code.has(document.latest.code.sha256));
  }

  /** Reservations of templates depend on those of all functions. */
  #showTemplates(): void {
    let others = 0;
    for (const { latest, reservedConcurrency } of this.#made.all) {
      if (this.#templates.get(latest.settings.FunctionName) === undefined) others += reservedConcurrency ?? 0;
    }
    const { byName, refused } = grantReservations(this.#templates, others, this.#accountConcurrency);
    this.#granted = byName;
    const templates = [...this.#templates.all].map(({ definition }) => definition);
    for (const { settings } of templates) this.#show(settings.FunctionName);
    this.#problems = [
      ...this.#duplicates,
      ...templates.filter(({ settings }) => this.#made.get(settings.FunctionName) !== undefined).map(shadowProblem),
      ...refused.map(({ definition }) => reservationProblem(definition, this.#accountConcurrency)),
    ];
  }
}
