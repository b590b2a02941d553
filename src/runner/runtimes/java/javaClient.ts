import { CodedError } from '../../../common/codedError.ts';
import type { Place } from '../launchPlan.ts';
import type { Host } from '../toolchain/host.ts';
import type { JarContents } from './jarContents.ts';
import { type JarStore, jarStores } from './jarStore.ts';
import { pomDependencies } from './pomDependencies.ts';

/** AWS's own client, which the managed Java runtimes use too. */
export const clientClass = 'com.amazonaws.services.lambda.runtime.api.client.AWSLambda';
const group = 'com.amazonaws';
const artifact = 'aws-lambda-java-runtime-interface-client';
const classFile = `${clientClass.replaceAll('.', '/')}.class`;

export interface JavaClient {
  /** The jar or folder that holds it. */
  readonly holder: string;
  /** Jars of this machine to add to the class path, by absolute path; none where it is in the function's own. */
  readonly jars: readonly string[];
}

/**
 * In the function's class path, or else the newest in the stores of Maven and Gradle, with what it needs.
 * Throws CodedError `RUNTIME_NOT_FOUND`.
 */
export async function findJavaClient(
  runtime: string,
  classPath: readonly Place[],
  host: Host,
  contents: JarContents,
): Promise<JavaClient> {
  for (const { host: file } of classPath) {
    if (await contents.has(file, classFile)) return { holder: file, jars: [] };
  }
  const stores = await jarStores(host, (file) => contents.text(file));
  const incomplete: string[] = [];
  for (const store of stores) {
    for (const version of await store.versions(group, artifact)) {
      const jars = await withDependencies(store, version, contents);
      if (Array.isArray(jars)) return { holder: jars[0] ?? '', jars };
      incomplete.push(`version ${version} in ${store.folder} lacks ${jars.missing}`);
    }
  }
  throw notFound(runtime, classPath, stores, incomplete);
}

/** The client's jar first. */
async function withDependencies(
  store: JarStore,
  version: string,
  contents: JarContents,
): Promise<string[] | { readonly missing: string }> {
  const jars = new Map<string, string>();
  const waiting: { group: string; artifact: string; version?: string }[] = [{ group, artifact, version }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const name = `${next.group}:${next.artifact}`;
    if (jars.has(name)) continue;
    const chosen = next.version ?? (await store.versions(next.group, next.artifact))[0] ?? '';
    const jar = await store.find(next.group, next.artifact, chosen, 'jar');
    if (jar === undefined) return { missing: chosen === '' ? name : `${name}:${chosen}` };
    jars.set(name, jar);
    const pom = await store.find(next.group, next.artifact, chosen, 'pom');
    waiting.push(...pomDependencies(pom === undefined ? '' : ((await contents.text(pom)) ?? '')));
  }
  return [...jars.values()];
}

function notFound(runtime: string, classPath: readonly Place[], stores: readonly JarStore[], incomplete: readonly string[]): CodedError {
  const looked = classPath.map(({ host: file }) => file);
  const places = stores.map(({ title, folder }) => `${title}'s ${folder}`);
  const message = [
    `${runtime} needs AWS's Java client, ${group}:${artifact}, which was not found.`,
    `Looked in the function's class path (${looked.join(', ')}), and in ${places.join(' and ')}.`,
    ...(incomplete.length === 0 ? [] : [`Not complete: ${incomplete.join('; ')}.`]),
    `Fetch it once with: mvn dependency:get -Dartifact=${group}:${artifact}:RELEASE; or add it to the project's dependencies and build again.`,
  ].join(' ');
  return new CodedError('RUNTIME_NOT_FOUND', message, { details: { runtime, looked, places, incomplete } });
}
