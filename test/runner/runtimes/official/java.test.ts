import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeOf, messageOf } from '../../../../src/common/codedError.ts';
import { eventually } from '../../../shared/eventually.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';
import { needs, versionOf } from '../../../shared/toolchain.ts';
import { type HandlerProcess, startHandler } from '../handlerProcess.ts';
import { builtFixture, buildTimeoutMs } from './builtFixture.ts';
import { itSpeaksTheRuntimeApi } from './clientContract.ts';
import { expectServed } from './servedFunction.ts';

const client = 'com.amazonaws:aws-lambda-java-runtime-interface-client:2.9.0';

describe.skipIf(process.platform !== 'linux')('aws-lambda-java-runtime-interface-client', () => {
  needs('javac', 'mvn');
  const toolchain = versionOf('javac');
  const runtime = `java${/\d+/.exec(toolchain ?? '')?.[0] ?? ''}`;
  let built = '';

  beforeAll(async () => {
    if (toolchain === undefined) return;
    built = await builtFixture({
      name: 'java',
      toolchain,
      commands: [
        ['mvn', '--batch-mode', '--quiet', 'dependency:get', `-Dartifact=${client}`, '-Dmaven.repo.local=repository'],
        [
          'sh',
          '-c',
          'javac --release 11 -d classes -cp "$(find repository/com/amazonaws -name "*.jar" | tr "\\n" ":")" src/example/*.java',
        ],
      ],
      keep: ['repository', 'classes'],
    });
  }, buildTimeoutMs);

  /** `lay`: lays down what the function's folder holds. */
  async function start(
    lay: (codeFolder: string) => Promise<void>,
    more: { readonly repository?: string; readonly environment?: Readonly<Record<string, string>> } = {},
  ): Promise<HandlerProcess> {
    await using code = await temporaryWorkspace();
    await lay(code.folder);
    const running = await startHandler({
      runtime,
      handler: 'example.Handler::handle',
      codeFolder: code.folder,
      memory: 512,
      frames: true,
      environment: more.environment ?? {},
      hostEnvironment: { MAVEN_OPTS: `-Dmaven.repo.local=${more.repository ?? join(built, 'repository')}`, GRADLE_USER_HOME: '/nowhere' },
    });
    // Its classes are loaded before its folder goes.
    await running.api.ready();
    return running;
  }

  const classes = (...inner: string[]) => async (folder: string): Promise<void> =>
    cp(join(built, 'classes'), join(folder, ...inner), { recursive: true });
  const clientJars = async (): Promise<readonly string[]> =>
    (await readdir(join(built, 'repository'), { recursive: true }))
      .filter((name) => /^(com\/amazonaws|software\/amazon)\/.*\.jar$/.test(name))
      .map((name) => join(built, 'repository', name));

  itSpeaksTheRuntimeApi({ start: () => start(classes()), errorType: 'java.lang.IllegalStateException' });

  const answers = async (running: HandlerProcess): Promise<void> => {
    await using started = running;
    expect(JSON.parse((await started.api.invoke('{"a":1}')).body)).toEqual({ a: 1 });
  };

  test('serves as a function', () =>
    expectServed({
      runtime,
      handler: 'example.Handler::handle',
      lay: classes(),
      environment: { MAVEN_OPTS: `-Dmaven.repo.local=${join(built, 'repository')}` },
      errorType: 'java.lang.IllegalStateException',
    }));

  test('its jars may be those of the function', async () => {
    const running = await start(
      async (folder) => {
        await classes()(folder);
        for (const jar of await clientJars()) await cp(jar, join(folder, 'lib', jar.split('/').at(-1) ?? ''));
      },
      { repository: '/nowhere' },
    );
    await answers(running);
  });

  test('a project of Maven runs from what was built', async () => {
    const running = await start(
      async (folder) => {
        await classes('target', 'classes')(folder);
        await writeFile(join(folder, 'pom.xml'), '<project/>');
        await mkdir(join(folder, 'target/dependency'));
        for (const jar of await clientJars()) await cp(jar, join(folder, 'target/dependency', jar.split('/').at(-1) ?? ''));
      },
      { repository: '/nowhere' },
    );
    await answers(running);
  });

  test('logs in frames where the service reads those, and JAVA_TOOL_OPTIONS are the function’s', async () => {
    await using running = await start(classes(), { environment: { JAVA_TOOL_OPTIONS: '-Xmx200m' } });
    expect(running.plan.args.some((arg) => arg.includes('MaxHeapSize'))).toBe(false);
    // Its native part is not unpacked over the one that other processes have mapped.
    const native = running.plan.args.find((arg) => arg.includes('NativeClient.JNI='))?.split('=')[1] ?? '';
    expect(native.startsWith(running.workspace.path('compiled/java'))).toBe(true);
    expect(await readFile(`/proc/${running.child.pid}/maps`, 'utf8')).toContain(native);
    await running.api.invoke('{"do":"log"}');
    await eventually(() => running.child.frames.length === 1 || undefined);
    expect(running.child.frames[0]).toMatchObject({ type: 'a55a0003', text: 'one\nmessage' });
  });

  test('a missing client is named, with where it was looked for and what to do', async () => {
    const error: unknown = await start(classes(), { repository: '/nowhere' }).catch((error: unknown) => error);
    expect(codeOf(error)).toBe('RUNTIME_NOT_FOUND');
    expect(messageOf(error)).toMatch(
      new RegExp(
        "^java\\d+ needs AWS's Java client, com\\.amazonaws:aws-lambda-java-runtime-interface-client, which was not found\\. " +
          "Looked in the function's class path \\(.*\\), and in Maven's /nowhere and Gradle's /nowhere/caches/modules-2/files-2\\.1\\. " +
          'Fetch it once with: mvn dependency:get -Dartifact=.*:RELEASE; or add it',
      ),
    );
  });
});
