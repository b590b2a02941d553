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
 * Whether functions may be created with it, by the service's own enumeration (answers of January 2026).
 * Others that were once accepted answer "no longer supported".
 */
export const creatableRuntimes: readonly string[] = [
  'nodejs20.x', 'nodejs22.x', 'nodejs24.x',
  'python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14',
  'java8.al2', 'java11', 'java17', 'java21', 'java25',
  'dotnet8', 'dotnet10',
  'ruby3.2', 'ruby3.3', 'ruby3.4',
  'provided.al2', 'provided.al2023',
];
