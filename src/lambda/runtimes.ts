const families = ['nodejs', 'python', 'java', 'dotnet', 'ruby', 'provided'] as const;

export type RuntimeFamily = (typeof families)[number];

export interface RuntimeName {
  readonly name: string;
  readonly family: RuntimeFamily;
  /** As in the name: `24`, `3.11`, `al2023`. */
  readonly version: string;
}

const namePattern = /^([a-z]+)\.?(.*?)(?:\.x)?$/;

/** Splits `nodejs24.x`, `python3.11`, `provided.al2023`; undefined for what is no runtime's name. */
export function parseRuntime(name: string): RuntimeName | undefined {
  const [, word, version = ''] = namePattern.exec(name) ?? [];
  const family = families.find((known) => known === word);
  return family === undefined || version === '' ? undefined : { name, family, version };
}

/**
 * The names that the service's own enumeration has, in its order; it is told to those who name another. Source: an answer of January
 * 2026 up to `nodejs16.x`, after which it was not recorded.
 */
export const enumeratedRuntimes: readonly string[] = [
  'nodejs20.x', 'python3.14', 'provided.al2023', 'python3.12', 'python3.13', 'nodejs24.x', 'nodejs22.x', 'java25', 'python3.10',
  'python3.11', 'java21', 'ruby3.3', 'ruby3.4', 'ruby3.2', 'python3.8', 'python3.9', 'java17', 'nodejs16.x', 'dotnet10', 'dotnet8',
  'dotnet6', 'java11', 'java8.al2', 'nodejs18.x', 'provided.al2',
];

/**
 * Runtimes that are supported: what templates are held to. The service itself still takes those of `enumeratedRuntimes` that are
 * past their time (AWS Lambda Developer Guide, "Runtime deprecation": it ends their creation in February and their updates in March
 * 2027), and refuses `retiredRuntimes` only.
 */
export const creatableRuntimes: readonly string[] = [
  'nodejs20.x', 'nodejs22.x', 'nodejs24.x', 'nodejs26.x',
  'python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14', 'python3.15',
  'java8.al2', 'java11', 'java17', 'java21', 'java25',
  'dotnet8', 'dotnet10',
  'ruby3.2', 'ruby3.3', 'ruby3.4', 'ruby4.0',
  'provided.al2', 'provided.al2023',
];

/** With which functions are neither created nor updated any more. Source: AWS Lambda Developer Guide, "Deprecated runtimes". */
export const retiredRuntimes: ReadonlySet<string> = new Set([
  'nodejs', 'nodejs4.3', 'nodejs4.3-edge', 'nodejs6.10', 'nodejs8.10', 'nodejs10.x', 'nodejs12.x', 'nodejs14.x',
  'python2.7', 'python3.6', 'python3.7',
  'java8',
  'dotnetcore1.0', 'dotnetcore2.0', 'dotnetcore2.1', 'dotnetcore3.1',
  'go1.x',
  'ruby2.5', 'ruby2.7',
  'provided',
]);

/** The first versions with SnapStart. Source: AWS Lambda Developer Guide, "Improving startup performance with Lambda SnapStart". */
const snapStartFrom: Readonly<Partial<Record<RuntimeFamily, readonly [major: number, minor: number]>>> = {
  java: [11, 0],
  python: [3, 12],
  dotnet: [8, 0],
};

/** Whether functions of it can start from snapshots. */
export function supportsSnapStart(runtime: string): boolean {
  const { family, version = '' } = parseRuntime(runtime) ?? {};
  const first = family === undefined ? undefined : snapStartFrom[family];
  if (first === undefined) return false;
  // `21`, `3.12`, `8.al2`
  const [major = 0, minor = 0] = version.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : 0));
  return major > first[0] || (major === first[0] && minor >= first[1]);
}
