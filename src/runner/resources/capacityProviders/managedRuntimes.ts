import { parseRuntime, type RuntimeFamily } from '../../../lambda/runtimes.ts';

interface ManagedRuntime {
  /** The first version that runs on managed instances, by its numbers; undefined for a family that has none. */
  readonly from: readonly [major: number, minor?: number] | undefined;
  /** Invocations at the same time in an environment, where a function does not say. */
  readonly concurrency: number;
}

/** Source: AWS Lambda Developer Guide, "Lambda Managed Instances runtimes", and for Python answers of the service. */
const families: Readonly<Record<RuntimeFamily, ManagedRuntime>> = {
  nodejs: { from: [22], concurrency: 64 },
  python: { from: [3, 13], concurrency: 16 },
  java: { from: [21], concurrency: 32 },
  dotnet: { from: [8], concurrency: 32 },
  provided: { from: [2023], concurrency: 8 },
  ruby: { from: undefined, concurrency: 16 },
};

/** Of container images the runtime is not known. */
const otherConcurrency = 16;

export function runsManaged(runtime: string): boolean {
  const parsed = parseRuntime(runtime);
  if (parsed === undefined) return false;
  const { from } = families[parsed.family];
  if (from === undefined) return false;
  // `24`, `3.13`, `al2023`
  const [major = 0, minor = 0] = Array.from(parsed.version.matchAll(/\d+/g), Number);
  const [firstMajor, firstMinor = 0] = from;
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}

export function managedConcurrency(runtime: string | undefined): number {
  const parsed = runtime === undefined ? undefined : parseRuntime(runtime);
  return parsed === undefined ? otherConcurrency : families[parsed.family].concurrency;
}
