import { realpath } from 'node:fs/promises';
import { CodedError } from '../../common/codedError.ts';
import { classPathOf } from './java/classPath.ts';
import { JarContents } from './java/jarContents.ts';
import { clientClass, findJavaClient, type JavaClient } from './java/javaClient.ts';
import { jvmFlags } from './java/jvmFlags.ts';
import { keepNativeClient } from './java/nativeClient.ts';
import type { LaunchPlan } from './launchPlan.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { joined, systemVariables } from './searchPaths.ts';
import type { Host } from './toolchain/host.ts';
import { javaToolchain } from './toolchain/javaToolchain.ts';

const nativeProperty = 'com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI';

/** AWS's own client, of the function or of the machine's Maven repository, on a JVM of the version. */
export function javaPlanner({ host, finder }: PlannerContext): RuntimePlanner {
  const { path } = host.traits;
  const contents = new JarContents();

  return async (version, runtime, places): Promise<LaunchPlan> => {
    if (host.platform !== 'linux') throw withoutNativeClient(runtime.name, host);
    // `8.al2`, `17.al2023`
    const major = /^\d+/.exec(runtime.version)?.[0] ?? runtime.version;
    const [java, classPath] = await Promise.all([finder.find(javaToolchain, { ...runtime, version: major }), classPathOf(places, host)]);
    const client = await findJavaClient(runtime.name, classPath, host, contents);
    const library = places.cache && (await keepNativeClient(client.holder, path.join(places.cache.host, 'java'), host, contents));
    const native = library === undefined || places.cache === undefined ? [] : [path.join(places.cache.inside, 'java', library)];
    const folders = [...client.jars, ...classPath.map(({ inside }) => inside)];
    const home = path.dirname(path.dirname(java.path));
    return {
      command: java.path,
      args: [
        ...jvmFlags(Number(major), version.settings),
        ...native.map((file) => `-D${nativeProperty}=${file}`),
        '-classpath',
        joined(host, folders),
        clientClass,
        version.settings.Handler,
      ],
      variables: {
        ...systemVariables(places, host, path.dirname(java.path)),
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
        LAMBDA_RUNTIME_DIR: path.dirname(client.holder),
      },
      toolchain: [home, ...(await configuration(home, path)), ...foldersOf(client, path)],
    };
  };
}

function foldersOf({ jars }: JavaClient, path: Host['traits']['path']): readonly string[] {
  return [...new Set(jars.map((jar) => path.dirname(jar)))];
}

/** Debian keeps a JVM's configuration in /etc, with links to it. */
async function configuration(home: string, path: Host['traits']['path']): Promise<readonly string[]> {
  const files = await Promise.all(
    ['conf/security/java.security', 'lib/security/java.security', 'lib/security/cacerts'].map((name) =>
      realpath(path.join(home, ...name.split('/'))).catch(() => undefined),
    ),
  );
  return [...new Set(files.flatMap((file) => (file === undefined || file.startsWith(home + path.sep) ? [] : [path.dirname(file)])))];
}

function withoutNativeClient(runtime: string, { platform }: Host): CodedError {
  const system = platform === 'win32' ? 'Windows' : 'macOS';
  const orWsl = platform === 'win32' ? ', or the Local region in WSL' : '';
  return new CodedError(
    'RUNTIME_UNSUPPORTED',
    `AWS's Java client, which ${runtime} needs, has a native part for Linux only, and this is ${system}: ` +
      `run this function in a container (setting lambdaWorkbench.local.isolation)${orWsl}.`,
    { details: { runtime, platform } },
  );
}
