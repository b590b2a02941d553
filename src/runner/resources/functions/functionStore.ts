import type { Clock } from '../../../common/clock.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { Logger } from '../../../common/logger.ts';
import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { latestVersion, type WorkspaceProblem } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { unreservedLimit } from '../../../lambda/scaling/rules/counters.ts';
import type { UrlSettings } from '../../../lambda/url/urlConfig.ts';
import type { CodeArchives } from '../../store/archives/codeArchives.ts';
import type { DocumentStore } from '../../store/documentStore.ts';
import { type Change, commit, DocumentTable } from '../../store/documentTable.ts';
import { KeyedQueue } from '../../store/keyedQueue.ts';
import type { WorkspaceFunction } from '../../workspace/workspaceFunction.ts';
import type { AliasDocument, NamedAlias } from '../aliases/storedAlias.ts';
import { functionKey, ofFunction, partsOfKey } from '../functionKey.ts';
import type { FunctionVersion } from '../functionVersion.ts';
import { deletingOfFunction, deletingOfQualifier, type RegionTables } from '../regionTables.ts';
import { PublishedVersions } from '../versions/publishedVersions.ts';
import type { VersionDocument } from '../versions/storedVersion.ts';
import { FunctionLife } from './functionLife.ts';
import { viewOfDocument, viewOfTemplate, viewOfVersion } from './functionView.ts';
import { canReserve, tooMuchReserved } from './reservationRule.ts';
import { ServedTemplates } from './servedTemplates.ts';
import { ShownFunctions } from './shownFunctions.ts';
import { type FunctionDocument, functionDocuments, type LambdaFunction, type StoredConfiguration } from './storedFunction.ts';
import { TemplateFunctions } from './templateFunctions.ts';
import { usedArchives } from './usedArchives.ts';

export interface FunctionStoreOptions {
  readonly store: DocumentStore;
  readonly archives: CodeArchives;
  readonly tables: RegionTables;
  readonly identity: Identity;
  /** The account's concurrent executions. */
  readonly accountConcurrency: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes RevisionIds: version 4 UUIDs. */
  readonly uuid: () => string;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  readonly timeScale: () => number;
}

interface Opened {
  readonly made: DocumentTable<FunctionDocument>;
  readonly versions: PublishedVersions;
  readonly templates: TemplateFunctions;
  /** Archives that are there. */
  readonly code: ReadonlySet<string>;
}

/**
 * Opens the functions of the API; those of the workspace come with `replaceWorkspaceFunctions`. Removes code that nothing
 * needs any more.
 */
export async function openFunctionStore(options: FunctionStoreOptions): Promise<FunctionStore> {
  const { store, archives, clock, uuid, tables } = options;
  const made = await DocumentTable.open(store, functionDocuments);
  const versions = await PublishedVersions.open(store);
  const templates = await TemplateFunctions.open(store, { now: () => clock.now(), uuid });
  // Documents that could not be read may need it.
  if (!store.damaged) await archives.collect(usedArchives(made, versions, tables.layerVersions));
  return new FunctionStore(options, { made, versions, templates, code: await archives.list() });
}

/**
 * The region's functions: those made through the API, which are durable, and those of the workspace's templates, which are not.
 * Where both have one of the same name, the workspace's is shown, and the other comes back, with its versions, when that one goes.
 */
export class FunctionStore {
  readonly identity: Identity;
  readonly archives: CodeArchives;
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly logger: Logger;
  readonly life: FunctionLife;
  readonly #store: DocumentStore;
  readonly #tables: RegionTables;
  readonly #made: DocumentTable<FunctionDocument>;
  readonly #versions: PublishedVersions;
  readonly #templates: TemplateFunctions;
  readonly #served: ServedTemplates;
  /** Archives that were there at the start, and those that came since. */
  readonly #code: Set<string>;
  readonly #changed = new Emitter<void>();
  readonly #queue = new KeyedQueue();
  readonly #shown = new ShownFunctions();
  #accountConcurrency: number;

  constructor(options: FunctionStoreOptions, { made, versions, templates, code }: Opened) {
    this.identity = options.identity;
    this.archives = options.archives;
    this.clock = options.clock;
    this.uuid = options.uuid;
    this.logger = options.logger;
    this.life = new FunctionLife(options);
    this.#store = options.store;
    this.#tables = options.tables;
    this.#accountConcurrency = options.accountConcurrency;
    this.#made = made;
    this.#versions = versions;
    this.#templates = templates;
    this.#served = new ServedTemplates(templates, made);
    this.#code = new Set(code);
    for (const { key } of made.page()) this.#show(key);
  }

  /** Functions, their settings or reservations changed, aliases came, or the account's limit changed. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  get accountConcurrency(): number {
    return this.#accountConcurrency;
  }

  /** Sum of what the functions reserve. */
  get reservedTotal(): number {
    return this.#shown.reserved;
  }

  /** What functions without a reservation share. */
  get unreservedLimit(): number {
    return unreservedLimit({ limit: this.#accountConcurrency, reserved: this.#shown.reserved });
  }

  get count(): number {
    return this.#shown.size;
  }

  /** Bytes of the zips of all functions and their versions; a folder of the workspace has none. */
  get codeSize(): number {
    return this.#shown.codeSize + this.#versions.codeSize;
  }

  /** What of the workspace could not be taken as it is; may change with reservations and the account's limit. */
  get problems(): readonly WorkspaceProblem[] {
    return this.#served.problems;
  }

  setAccountConcurrency(limit: number): void {
    this.#accountConcurrency = limit;
    this.#showTemplates();
    this.#changed.fire();
  }

  /** The URL that a template gives its function. */
  templateUrl(name: string): UrlSettings | undefined {
    return this.#served.get(name)?.definition.url;
  }

  /** The functions that templates give a URL. */
  templatesWithUrls(): readonly string[] {
    return this.#served.names.filter((name) => this.templateUrl(name) !== undefined);
  }

  /** `$LATEST` of a function. */
  get(name: string): LambdaFunction | undefined {
    return this.#shown.get(name);
  }

  /** By `$LATEST`, a number, or an alias, which stands for its first version. Without a qualifier, `$LATEST`. */
  async find(name: string, qualifier: string = latestVersion): Promise<LambdaFunction | undefined> {
    const fn = this.#shown.get(name);
    const version = this.alias(name, qualifier)?.functionVersion ?? qualifier;
    if (fn === undefined || version === latestVersion) return fn;
    if (!this.#hasNumber(name, version)) return undefined;
    const document = await this.#versions.find(name, Number(version));
    return document === undefined ? undefined : this.versionView(fn, Number(version), document);
  }

  /** What a version is now, without reading it: its own, as published versions do not change. */
  current(version: FunctionVersion): FunctionVersion | undefined {
    const { settings, version: number } = version;
    if (number === latestVersion) return this.get(settings.FunctionName)?.version;
    return this.#shown.has(settings.FunctionName) && this.#hasNumber(settings.FunctionName, number) ? version : undefined;
  }

  /** Whether there is such a version or alias; without a qualifier, such a function. */
  exists(name: string, qualifier: string = latestVersion): boolean {
    if (!this.#shown.has(name)) return false;
    return qualifier === latestVersion || this.alias(name, qualifier) !== undefined || this.#hasNumber(name, qualifier);
  }

  alias(name: string, alias: string): AliasDocument | undefined {
    return this.#shown.has(name) ? this.#tables.aliases.get(functionKey(name, alias)) : undefined;
  }

  /** Of one function, in the order of their names. */
  aliases(name: string): readonly NamedAlias[] {
    if (!this.#shown.has(name)) return [];
    const page = this.#tables.aliases.page({ prefix: ofFunction(name) });
    return page.map(({ key, value }) => ({ name: partsOfKey(key).qualifier, alias: value }));
  }

  /**
   * The numbers of the published versions, rising: up to `count` of those after `after`. Those of a function that a template
   * hides are not seen.
   */
  versionNumbers(name: string, after?: number, count?: number): readonly number[] {
    return !this.#served.has(name) ? this.#versions.numbers(name, after, count) : [];
  }

  /** The published versions of these numbers, which follow one another in `versionNumbers`. One that cannot be read is left out. */
  async versions(fn: LambdaFunction, numbers: readonly number[]): Promise<readonly LambdaFunction[]> {
    const found = await this.#versions.read(fn.configuration.settings.FunctionName, numbers);
    return found.map(({ number, document }) => this.versionView(fn, number, document));
  }

  /** How a published version of a function shows. */
  versionView(fn: LambdaFunction, number: number, document: VersionDocument): LambdaFunction {
    return viewOfVersion(this, fn, number, document, this.#hasCode(document.configuration));
  }

  /** `$LATEST` of every function, by name. */
  latest(): readonly FunctionVersion[] {
    return this.#shown.all().map(({ version }) => version);
  }

  /** Up to `count` functions in the order of their names, those after `after`. */
  page(after: string, count: number): readonly LambdaFunction[] {
    return this.#shown.page(after, count);
  }

  /** Replaces all functions of the workspace; the answer is `problems`. */
  replaceWorkspaceFunctions(functions: readonly WorkspaceFunction[]): readonly WorkspaceProblem[] {
    const before = this.#served.names;
    this.#served.replace(functions);
    for (const name of before) this.#show(name);
    this.#showTemplates();
    this.#changed.fire();
    return this.problems;
  }

  /** Changes of one function, and of what belongs to it, run one after the other: read, check and write inside. */
  exclusive<R>(name: string, task: () => Promise<R>): Promise<R> {
    return this.#queue.run(`function:${name}`, task);
  }

  /** What is stored of a function of the API, new or instead of before; durable when it resolves, together with `more`. */
  async put(name: string, document: FunctionDocument, more: readonly Change[] = []): Promise<LambdaFunction> {
    // A function of a template, of the same name and gone by now, may have left what belonged to it.
    const left = this.#made.has(name) ? [] : deletingOfFunction(this.#tables, name);
    await commit(this.#store, [...left, this.#made.putting(name, document), ...more]);
    return this.#changedFunction(name, document.latest);
  }

  /** Gives a function other code or settings: durably, or for the session where a template defines it. */
  async configure(name: string, latest: StoredConfiguration): Promise<LambdaFunction> {
    const document = this.#made.get(name);
    if (this.#served.has(name)) this.#templates.configure(name, latest);
    else if (document !== undefined) return this.put(name, { ...document, latest });
    return this.#changedFunction(name, latest);
  }

  /** For who makes what others may wait for, such as an alias. */
  tellChange(): void {
    this.#changed.fire();
  }

  /** What is stored of a published version. */
  async published(name: string, number: number): Promise<VersionDocument | undefined> {
    return this.#versions.find(name, number);
  }

  /** The changes that make a version, for `put` together with a document that has this number as its last version. */
  puttingVersion(name: string, number: number, version: VersionDocument): readonly Change[] {
    return this.#versions.putting(name, number, version);
  }

  /** What is stored of a function of the API. */
  document(name: string): FunctionDocument | undefined {
    return this.#made.get(name);
  }

  /** With its versions, and with all that belongs to it. */
  async delete(name: string): Promise<void> {
    const numbers = this.#versions.numbers(name);
    await commit(this.#store, [
      this.#made.deleting(name),
      ...this.#versions.deletingAll(name),
      ...deletingOfFunction(this.#tables, name),
    ]);
    for (const number of [undefined, ...numbers]) this.life.end(functionArn(this.identity, name, number?.toString()));
    this.#show(name);
    this.#showTemplates();
    this.#changed.fire();
  }

  /** With all that belongs to it. */
  async deleteVersion(name: string, number: number): Promise<void> {
    await commit(this.#store, [...this.#versions.deleting(name, number), ...deletingOfQualifier(this.#tables, name, String(number))]);
    this.life.end(functionArn(this.identity, name, String(number)));
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

  /** Removes the code that nothing needs any more, but for that in `running`: environments may still run it. Not where data was damaged. */
  async collectArchives(running: ReadonlySet<string>): Promise<void> {
    if (this.#store.damaged) return;
    await this.archives.collect(new Set([...usedArchives(this.#made, this.#versions, this.#tables.layerVersions), ...running]));
  }

  dispose(): void {
    this.#changed.dispose();
    this.life.dispose();
  }

  #hasNumber(name: string, version: string): boolean {
    return /^[1-9]\d*$/.test(version) && !this.#served.has(name) && this.#versions.has(name, Number(version));
  }

  async #reserve(name: string, reserved: number | undefined): Promise<void> {
    const others = this.#shown.reserved - (this.#shown.get(name)?.version.reservedConcurrency ?? 0);
    if (reserved !== undefined && !canReserve(reserved, others, this.#accountConcurrency)) throw tooMuchReserved(this.#accountConcurrency);
    if (this.#served.has(name)) return this.#templates.reserve(name, reserved ?? null);
    const document = this.#made.get(name);
    if (document === undefined) return;
    const { reservedConcurrency: _before, ...rest } = document;
    const next = reserved === undefined ? rest : { ...rest, reservedConcurrency: reserved };
    await commit(this.#store, [this.#made.putting(name, next)]);
  }

  #changedFunction(name: string, configuration: StoredConfiguration): LambdaFunction {
    const { code, further } = configuration;
    if (code.imageUri === undefined) this.#code.add(code.sha256);
    for (const { sha256 } of further.Layers) if (sha256 !== undefined) this.#code.add(sha256);
    const missing = further.Layers.filter(({ sha256 }) => sha256 === undefined).map(({ Arn }) => Arn);
    if (missing.length > 0) this.logger.warn(`${name} runs without its layers, which the Local region cannot load: ${missing.join(', ')}`);
    const shown = this.#show(name);
    this.#changed.fire();
    if (shown === undefined) throw lambdaErrors.functionNotFound(functionArn(this.identity, name));
    return shown;
  }

  #hasCode({ code }: StoredConfiguration): boolean {
    return code.imageUri !== undefined || this.#code.has(code.sha256);
  }

  /** Takes up what is now behind a name. */
  #show(name: string): LambdaFunction | undefined {
    const now = this.#viewOf(name);
    this.#shown.set(name, now);
    return now;
  }

  #viewOf(name: string): LambdaFunction | undefined {
    const template = this.#served.get(name);
    if (template !== undefined) return viewOfTemplate(this.identity, template, this.#served.grantedTo(name));
    const document = this.#made.get(name);
    return document && viewOfDocument(this, document, this.#hasCode(document.latest));
  }

  /** Reservations of templates depend on those of all functions. */
  #showTemplates(): void {
    this.#served.grant(this.#accountConcurrency);
    for (const name of this.#served.names) this.#show(name);
  }
}
