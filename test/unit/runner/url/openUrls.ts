import { type OutgoingHttpHeaders, request } from 'node:http';

import { onTestFinished } from 'vitest';

import type { Invocation, InvocationResult } from '../../../../src/runner/environment/invocation.ts';
import type { FunctionVersion } from '../../../../src/runner/resources/functionVersion.ts';
import { InvocationResolver } from '../../../../src/runner/resources/functions/invocationResolver.ts';
import { knownKeys } from '../../../../src/runner/url/secretOf.ts';
import { createUrlServers, type UrlServers } from '../../../../src/runner/url/urlServers.ts';
import { identity, openRegion, type TestRegion } from '../resources/testRegion.ts';

/** What functions do: answers an invocation. */
export type Function = (invocation: Invocation, version: FunctionVersion) => Promise<Partial<InvocationResult> | string>;

export interface OpenUrls extends TestRegion {
  readonly urls: UrlServers;
  /** What was invoked. */
  readonly invocations: readonly Invocation[];
  /** Creates a function and its URL, with the permissions that the public has; gives where it is served. */
  publicUrl(name: string, more?: object): Promise<string>;
  permit(name: string, qualifier?: string): Promise<void>;
}

/** A region whose URLs are served, over functions that `run` stands in for. */
export async function openUrls(run: Function, options: { readonly folder?: string } = {}): Promise<OpenUrls> {
  const invocations: Invocation[] = [];
  let servers: UrlServers | undefined;
  const region = await openRegion({
    ...options,
    urlEndpoints: async ({ store, functions, tables, clock, logger }) => {
      servers = await createUrlServers({
        identity,
        store,
        functions,
        tables,
        resolver: new InvocationResolver(functions, () => 0),
        pools: {
          invoke: async (version, invocation) => {
            invocations.push(invocation);
            const result = await run(invocation, version);
            const given = typeof result === 'string' ? { payload: Buffer.from(result) } : result;
            return { payload: Buffer.alloc(0), executedVersion: version.version, ...given };
          },
        },
        bandwidth: () => ({ burstBytes: 0, bytesPerSecond: Infinity }),
        secretOf: knownKeys(() => Promise.resolve({ accessKeyId: 'AKIAPROFILE', secretAccessKey: 'secret', sessionToken: 'session' })),
        clock: { ...clock, now: () => Date.now(), monotonic: () => performance.now(), after: clock.after.bind(clock) },
        logger,
        uuid: () => crypto.randomUUID(),
        random: Math.random,
      });
      return servers;
    },
  });
  const urls = servers;
  if (urls === undefined) throw new Error('no URLs are served');
  onTestFinished(() => urls.stop(0));
  const permit: OpenUrls['permit'] = async (name, qualifier) => {
    const target = { FunctionName: name, Principal: '*', ...(qualifier !== undefined && { Qualifier: qualifier }) };
    await region.call('AddPermission', { ...target, StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' });
    await region.call('AddPermission', { ...target, StatementId: 'function', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true });
  };
  return {
    ...region,
    urls,
    invocations,
    permit,
    publicUrl: async (name, more = {}) => {
      await region.create(name);
      const { FunctionUrl } = await region.call('CreateFunctionUrlConfig', { FunctionName: name, AuthType: 'NONE', ...more });
      await permit(name);
      return FunctionUrl ?? '';
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
  /** Whether the connection ended amid it. */
  readonly cut: boolean;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** Instead of the URL's own. */
  readonly path?: string;
}

/** Sends a request as it is given, Host and Origin among its headers. */
export function ask(url: string | undefined, { method = 'GET', headers = {}, body, path }: Sending = {}): Promise<Answer> {
  const { hostname, port, pathname, search } = new URL(url ?? '');
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: path ?? `${pathname}${search}`, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      const done = (cut: boolean) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString(), cut });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(!response.complete));
      response.on('error', () => done(true));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
