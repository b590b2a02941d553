import type { Place, RuntimePlaces } from '../launchPlan.ts';
import type { Host } from '../toolchain/host.ts';

const projectFiles: ReadonlySet<string> = new Set(['pom.xml', 'build.gradle', 'build.gradle.kts']);
/** What Maven and Gradle build, below the project's folder. */
const builtClasses = ['target/classes', 'build/classes/java/main', 'build/classes/kotlin/main', 'build/resources/main'];
const builtJars = ['target', 'target/dependency', 'build/libs', 'build/dependency'];
/** Built beside the program, and none of it. */
const otherJars = /(^original-|-(sources|javadoc|tests|plain|test-fixtures)\.jar$)/;

/**
 * Where classes are, in order: the function's folder, its `lib`, the layers' `java/lib`, as on Lambda; and where the function's folder is
 * a project, what its build made.
 */
export async function classPathOf(places: RuntimePlaces, host: Host): Promise<readonly Place[]> {
  const { task, opt } = places;
  const within = (place: Place, inner: string): Place => {
    const names = inner.split('/');
    return { inside: host.traits.path.join(place.inside, ...names), host: host.traits.path.join(place.host, ...names) };
  };
  const jars = async (place: Place, inner: string): Promise<readonly Place[]> => {
    const names = await host.list(within(place, inner).host);
    return names.filter((name) => name.endsWith('.jar')).sort().map((name) => within(place, `${inner}/${name}`));
  };
  const lib = [...(await jars(task, 'lib')), ...(await jars(opt, 'java/lib'))];
  const isProject = (await host.list(task.host)).some((name) => projectFiles.has(name));
  if (!isProject) return [task, ...lib];
  const built = await Promise.all(builtJars.map((folder) => jars(task, folder)));
  const classes = await Promise.all(
    builtClasses.map(async (folder) => ((await host.list(within(task, folder).host)).length > 0 ? [within(task, folder)] : [])),
  );
  return [...classes.flat(), ...built.flat().filter(({ host: file }) => !otherJars.test(host.traits.path.basename(file))), ...lib];
}
