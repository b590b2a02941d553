import { randomBytes } from 'node:crypto';
import { messageOf } from '../../common/codedError.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { functionArn } from '../../lambda/arn.ts';
import { functionKey, partsOfKey } from '../resources/functionKey.ts';
import type { FunctionStore } from '../resources/functions/functionStore.ts';
import type { RegionTables } from '../resources/regionTables.ts';
import { findUrl } from '../resources/urls/urlConfigs.ts';
import type { UrlEndpoints } from '../resources/urls/urlEndpoints.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { commit } from '../store/documentTable.ts';
import { type ServedUrl, UrlExchange, type UrlServing } from './urlExchange.ts';
import { UrlServer } from './urlServer.ts';

export interface UrlServersOptions extends Omit<UrlServing, 'hex'> {
  readonly store: DocumentStore;
  readonly functions: FunctionStore;
  readonly tables: RegionTables;
  /** Gives 0 to 1, without 1: chooses ports. */
  readonly random: () => number;
}

/** How long answers that are under way may take when a URL goes, in ms. */
const deletedGraceMs = 5_000;

/** Ports that no system gives out to connections: what is free there now is free after a restart, most likely. */
const newPorts = { first: 20_000, count: 10_000, tries: 4 };

/** Serves every function URL of the region, each on a port of its own, and keeps up with their configurations. */
export class UrlServers implements UrlEndpoints, Disposable {
  readonly #options: UrlServersOptions;
  readonly #serving: UrlServing;
  readonly #owned = new DisposableStore();
  readonly #servers = new Map<string, Promise<UrlServer>>();
  readonly #ports = new Map<string, number>();
  /** Opened for configurations that are not written yet. */
  readonly #awaited = new Set<string>();
  /** The running look at all URLs, and the one that follows it. */
  #running: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  constructor(options: UrlServersOptions) {
    this.#options = options;
    this.#serving = { ...options, hex: (digits) => randomBytes(Math.ceil(digits / 2)).toString('hex').slice(0, digits) };
  }

  /** Serves the URLs that there are, and from now on those that come. Resolves when the first are served. */
  async start(): Promise<void> {
    this.#owned.add(this.#options.functions.onDidChange(() => void this.#follow()));
    await this.#follow();
  }

  /** Resolves when what was changed before is served. */
  settled(): Promise<void> {
    return this.#queued ?? this.#running;
  }

  portOf(key: string): number | undefined {
    return this.#ports.get(key);
  }

  async open(key: string, preferred: number | undefined): Promise<number> {
    this.#awaited.add(key);
    return (await this.#server(key, preferred)).port;
  }

  close(key: string): void {
    this.#awaited.delete(key);
    void this.#end(key, deletedGraceMs);
  }

  /** Ends all; answers that are under way have up to `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.dispose();
    await this.settled();
    await Promise.all([...this.#servers.keys()].map((key) => this.#end(key, graceMs)));
  }

  /** Follows no more changes; what is served is ended by `stop`. */
  dispose(): void {
    this.#owned.dispose();
  }

  #follow(): Promise<void> {
    if (this.#owned.disposed) return this.#running;
    this.#queued ??= this.#running.then(() => {
      this.#queued = undefined;
      this.#running = this.#reconcile().catch((error: unknown) => {
        this.#options.logger.error(`Function URLs could not be served: ${messageOf(error)}`);
      });
      return this.#running;
    });
    return this.#queued;
  }

  async #reconcile(): Promise<void> {
    const { tables, functions } = this.#options;
    const keys = new Set([...tables.urls.page().map(({ key }) => key), ...functions.templatesWithUrls().map((name) => functionKey(name))]);
    for (const key of this.#servers.keys()) {
      if (this.#awaited.has(key) && keys.has(key)) this.#awaited.delete(key);
      if (!this.#awaited.has(key) && this.#find(key) === undefined) void this.#end(key, deletedGraceMs);
    }
    for (const key of keys) {
      if (this.#owned.disposed) return;
      await this.#serve(key);
    }
  }

  async #serve(key: string): Promise<void> {
    const url = this.#find(key);
    if (url === undefined) return;
    try {
      const { port } = await this.#server(key, url.document.port);
      if (port !== url.document.port) await this.#keepPort(key, port);
    } catch (error) {
      this.#options.logger.error(`The URL of ${url.arn} is not served: ${messageOf(error)}`);
    }
  }

  /** So that clients find it there again after a restart. */
  async #keepPort(key: string, port: number): Promise<void> {
    const { functions, tables, store, clock } = this.#options;
    const { name } = partsOfKey(key);
    await functions.exclusive(name, async () => {
      const url = this.#find(key);
      const stored = tables.urls.get(key);
      if (url === undefined) return;
      if (url.ofTemplate) {
        const createdAt = tables.templateUrls.get(key)?.createdAt ?? clock.now();
        await commit(store, [tables.templateUrls.putting(key, { createdAt, port })]);
      } else if (stored !== undefined) await commit(store, [tables.urls.putting(key, { ...stored, port })]);
    });
  }

  #find(key: string): ServedUrl | undefined {
    const { identity, tables } = this.#options;
    const { name, qualifier } = partsOfKey(key);
    const found = findUrl(this.#options, name, qualifier);
    if (found === undefined) return undefined;
    return {
      ...found,
      functionName: name,
      ...(qualifier !== '' && { alias: qualifier }),
      arn: functionArn(identity, name, qualifier === '' ? undefined : qualifier),
      policy: tables.policies.get(key)?.policy,
    };
  }

  async #server(key: string, preferred: number | undefined): Promise<UrlServer> {
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    const opening = UrlServer.open(this.#portsFor(preferred), (request, response, port, proceed) => {
      void new UrlExchange(this.#serving, this.#find(key), port, request, response).serve(proceed);
    });
    this.#servers.set(key, opening);
    try {
      const server = await opening;
      if (this.#servers.get(key) === opening) this.#ports.set(key, server.port);
      return server;
    } catch (error) {
      if (this.#servers.get(key) === opening) this.#servers.delete(key);
      throw error;
    }
  }

  /** Those to try, in order. */
  #portsFor(preferred: number | undefined): readonly number[] {
    if (preferred !== undefined) return [preferred];
    const { random } = this.#options;
    return Array.from({ length: newPorts.tries }, () => newPorts.first + Math.floor(random() * newPorts.count));
  }

  /** Never rejects. */
  async #end(key: string, graceMs: number): Promise<void> {
    const opening = this.#servers.get(key);
    this.#servers.delete(key);
    this.#ports.delete(key);
    const server = await opening?.catch(() => undefined);
    await server?.close(this.#options.clock, graceMs);
  }
}

/** Serves the URLs that there are; `stop` ends them. */
export async function createUrlServers(options: UrlServersOptions): Promise<UrlServers> {
  const servers = new UrlServers(options);
  await servers.start();
  return servers;
}
