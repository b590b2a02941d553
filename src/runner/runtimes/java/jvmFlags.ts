import type { FunctionSettings } from '../../../lambda/function.ts';

/**
 * Options as Lambda's own start sets them; what the function's JAVA_TOOL_OPTIONS set themselves is left to them. AWS's class data archive
 * is its own, the JVM's is used here. Source: command lines seen in Lambda (Java 8 to 21): 85 % of the memory is heap.
 */
export function jvmFlags(major: number, { MemorySize, Environment }: FunctionSettings): readonly string[] {
  const own = Environment['JAVA_TOOL_OPTIONS'] ?? '';
  const unless = (pattern: RegExp, ...flags: string[]): string[] => (pattern.test(own) ? [] : flags);
  return [
    ...unless(/-Xmx|MaxHeapSize|MaxRAMPercentage/, `-XX:MaxHeapSize=${Math.round(MemorySize * 1024 * 0.85)}k`),
    ...unless(/-XX:\+Use\w+GC\b/, '-XX:+UseSerialGC'),
    ...unless(/Tiered/, ...(major >= 17 ? ['-XX:+TieredCompilation', '-XX:TieredStopAtLevel=1'] : ['-XX:-TieredCompilation'])),
    ...(major >= 17 ? ['-XX:+ErrorFileToStderr'] : []),
    // The client loads its native part, which later versions warn of.
    ...(major >= 22 ? ['--enable-native-access=ALL-UNNAMED'] : []),
    ...(major >= 9 ? ['--add-opens=java.base/java.io=ALL-UNNAMED'] : []),
    '-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac',
    '-Djava.net.preferIPv4Stack=true',
  ];
}
