import { describe, expect, test } from 'vitest';
import { jarStores } from '../../../../../src/runner/runtimes/java/jarStore.ts';
import { pomDependencies } from '../../../../../src/runner/runtimes/java/pomDependencies.ts';
import { fakeHost } from '../fakeHost.ts';

const settings = (folder: string) =>
  `<settings><!-- <localRepository>/commented</localRepository> --><localRepository> ${folder} </localRepository></settings>`;

test.each<[title: string, NodeJS.Platform, Record<string, string>, settings: string | undefined, maven: string, gradle: string]>([
  ['the usual places', 'linux', {}, undefined, '/home/me/.m2/repository', '/home/me/.gradle/caches/modules-2/files-2.1'],
  ['the settings', 'linux', {}, settings('${user.home}/jars'), '/home/me/jars', '/home/me/.gradle/caches/modules-2/files-2.1'],
  [
    'a variable in the settings',
    'linux',
    { JARS: '/jars' },
    settings('${env.JARS}/m2'),
    '/jars/m2',
    '/home/me/.gradle/caches/modules-2/files-2.1',
  ],
  [
    'Maven’s options',
    'linux',
    { MAVEN_OPTS: '-Xmx1g -Dmaven.repo.local=/cache/m2', GRADLE_USER_HOME: '/g' },
    settings('/x'),
    '/cache/m2',
    '/g/caches/modules-2/files-2.1',
  ],
  [
    'an option with spaces',
    'linux',
    { MAVEN_ARGS: '-Dmaven.repo.local="/my cache"' },
    undefined,
    '/my cache',
    '/home/me/.gradle/caches/modules-2/files-2.1',
  ],
  ['Windows', 'win32', {}, undefined, 'C:\\Users\\me\\.m2\\repository', 'C:\\Users\\me\\.gradle\\caches\\modules-2\\files-2.1'],
])('jars are looked for by %s', async (_title, platform, environment, text, maven, gradle) => {
  const stores = await jarStores(fakeHost(platform, {}, environment), () => Promise.resolve(text));
  expect(stores.map(({ folder }) => folder)).toEqual([maven, gradle]);
});

describe('an artifact', () => {
  test.each([
    ['Maven', '/home/me/.m2/repository/com/example/thing', (version: string) => `/${version}`],
    ['Gradle', '/home/me/.gradle/caches/modules-2/files-2.1/com.example/thing', (version: string) => `/${version}/0123abcd`],
  ])('of %s is found, the newest version first', async (title, folder, inner) => {
    const file = (version: string) => `${folder}${inner(version)}/thing-${version}.jar`;
    const host = fakeHost('linux', { [file('2.9.0')]: '', [file('2.10.1')]: '', [`${folder}/maven-metadata.xml`]: '' });
    const store = (await jarStores(host, () => Promise.resolve(undefined))).find((candidate) => candidate.title === title);
    expect(await store?.versions('com.example', 'thing')).toEqual(['2.10.1', '2.9.0']);
    expect(await store?.find('com.example', 'thing', '2.10.1', 'jar')).toBe(file('2.10.1'));
    expect(await store?.find('com.example', 'thing', '2.10.1', 'pom')).toBeUndefined();
    expect(await store?.find('com.example', 'other', '1', 'jar')).toBeUndefined();
  });
});

test('a pom’s dependencies are those that are there when it runs', () => {
  const dependency = (artifact: string, more: string) =>
    `<dependency><groupId>g</groupId><artifactId>${artifact}</artifactId>${more}</dependency>`;
  const pom = `<project>
    <dependencyManagement><dependencies>${dependency('managed', '<version>1</version>')}</dependencies></dependencyManagement>
    <dependencies>
      ${dependency('plain', '\n<version> 1.2 </version>\n')} <!-- ${dependency('commented', '<version>1</version>')} -->
      ${dependency('runtime', '<version>1</version><scope>runtime</scope>')}
      ${dependency('test', '<version>1</version><scope>test</scope>')}
      ${dependency('provided', '<version>1</version><scope>provided</scope>')}
      ${dependency('optional', '<version>1</version><optional>true</optional>')}
      ${dependency('property', '<version>${some.version}</version>')}
      ${dependency('inherited', '')}
    </dependencies>
    <build><plugins><plugin><dependencies>${dependency('plugin', '<version>1</version>')}</dependencies></plugin></plugins></build>
  </project>`;
  expect(pomDependencies(pom)).toEqual([
    { group: 'g', artifact: 'plain', version: '1.2' },
    { group: 'g', artifact: 'runtime', version: '1' },
    { group: 'g', artifact: 'property' },
    { group: 'g', artifact: 'inherited' },
  ]);
});
