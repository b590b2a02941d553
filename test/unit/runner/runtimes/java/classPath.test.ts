import { expect, test } from 'vitest';
import { classPathOf } from '../../../../../src/runner/runtimes/java/classPath.ts';
import { jvmFlags } from '../../../../../src/runner/runtimes/java/jvmFlags.ts';
import { functionVersion, same } from '../../../../runner/runtimes/launchedRuntime.ts';
import { fakeHost } from '../fakeHost.ts';

test.each<[title: string, files: readonly string[], expected: readonly string[]]>([
  [
    'a package',
    ['/code/a/B.class', '/code/lib/b.jar', '/code/lib/a.jar', '/code/lib/notes.txt'],
    ['/var/task', '/var/task/lib/a.jar', '/var/task/lib/b.jar'],
  ],
  ['layers', ['/layers/java/lib/c.jar', '/layers/java/d.jar'], ['/var/task', '/opt/java/lib/c.jar']],
  [
    'a project of Maven',
    [
      '/code/pom.xml',
      '/code/target/classes/A.class',
      '/code/target/app.jar',
      '/code/target/original-app.jar',
      '/code/target/app-sources.jar',
      '/code/target/dependency/x.jar',
      '/layers/java/lib/c.jar',
    ],
    ['/var/task/target/classes', '/var/task/target/app.jar', '/var/task/target/dependency/x.jar', '/opt/java/lib/c.jar'],
  ],
  [
    'a project of Gradle',
    [
      '/code/build.gradle.kts',
      '/code/build/classes/kotlin/main/A.class',
      '/code/build/resources/main/a.txt',
      '/code/build/libs/app-all.jar',
      '/code/build/libs/app-plain.jar',
    ],
    ['/var/task/build/classes/kotlin/main', '/var/task/build/resources/main', '/var/task/build/libs/app-all.jar'],
  ],
])('the class path of %s', async (_title, files, expected) => {
  const host = fakeHost('linux', Object.fromEntries(files.map((file) => [file, ''])));
  const places = { task: { inside: '/var/task', host: '/code' }, opt: { inside: '/opt', host: '/layers' }, assets: same('/assets') };
  expect((await classPathOf(places, host)).map(({ inside }) => inside)).toEqual(expected);
});

const common = ['-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac', '-Djava.net.preferIPv4Stack=true'];
const opens = '--add-opens=java.base/java.io=ALL-UNNAMED';
const first = ['-XX:+TieredCompilation', '-XX:TieredStopAtLevel=1', '-XX:+ErrorFileToStderr', opens];

test.each<[major: number, memory: number, options: string, expected: readonly string[]]>([
  [21, 512, '', ['-XX:MaxHeapSize=445645k', '-XX:+UseSerialGC', ...first]],
  [25, 512, '', ['-XX:MaxHeapSize=445645k', '-XX:+UseSerialGC', ...first.slice(0, -1), '--enable-native-access=ALL-UNNAMED', opens]],
  [17, 128, '', ['-XX:MaxHeapSize=111411k', '-XX:+UseSerialGC', ...first]],
  [11, 512, '', ['-XX:MaxHeapSize=445645k', '-XX:+UseSerialGC', '-XX:-TieredCompilation', opens]],
  [8, 512, '', ['-XX:MaxHeapSize=445645k', '-XX:+UseSerialGC', '-XX:-TieredCompilation']],
  [21, 512, '-Xmx200m -XX:+UseParallelGC', first],
  [17, 512, '-XX:TieredStopAtLevel=4', ['-XX:MaxHeapSize=445645k', '-XX:+UseSerialGC', '-XX:+ErrorFileToStderr', opens]],
])('Java %s with %s MB and JAVA_TOOL_OPTIONS=%s', (major, memory, options, expected) => {
  const { settings } = functionVersion('java21', 'x', '/code', { JAVA_TOOL_OPTIONS: options }, memory);
  expect(jvmFlags(major, settings)).toEqual([...expected, ...common]);
});
