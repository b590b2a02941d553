import type { FunctionSettings } from '../../lambda/function.ts';

type Version = readonly [major: number, minor: number];

/**
 * Options for the `node` of a version, as Lambda's own start sets them; undefined where that version cannot load a TypeScript handler.
 * What the function's NODE_OPTIONS set themselves is left to them.
 */
export function nodeFlags(version: string, settings: FunctionSettings, typescript: boolean): readonly string[] | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const options = settings.Environment['NODE_OPTIONS'] ?? '';
  const types = typescript ? typescriptFlags([major, minor]) : [];
  return types && [...memoryFlags(settings.MemorySize, options), ...moduleFlags([major, minor], options, typescript), ...types];
}

/** Source: the start script of Lambda's Node.js runtimes: a tenth of the memory is young generation, of which two halves are copied. */
function memoryFlags(megabytes: number, options: string): readonly string[] {
  const common = ['--expose-gc', '--max-http-header-size=81920'];
  if (/max[-_](semi|old)[-_]space[-_]size/.test(options)) return common;
  const young = Math.floor(megabytes / 10);
  return [...common, `--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${megabytes - young}`];
}

/**
 * Lambda turns these off in Node.js 20 and 22, unless NODE_OPTIONS turn them on.
 * Source: Developer Guide, "Building Lambda functions with Node.js".
 * TypeScript is compiled before it is deployed: what its source is written as matters to nobody.
 */
function moduleFlags(version: Version, options: string, typescript: boolean): readonly string[] {
  if (typescript) return [];
  const experiments = [
    ...(within(version, [20, 17], [23, 0]) ? ['experimental-require-module'] : []),
    ...(within(version, [22, 0], [23, 0]) ? ['experimental-detect-module'] : []),
  ];
  return experiments.filter((name) => !options.includes(`--${name}`)).map((name) => `--no-${name}`);
}

/** Type stripping: Node.js 22.6 on request, 22.18 by itself. */
function typescriptFlags(version: Version): readonly string[] | undefined {
  if (!within(version, [22, 6], [Infinity, 0])) return undefined;
  const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
  const stable = within(version, [22, 18], [23, 0]) || within(version, [23, 6], [Infinity, 0]);
  return stable ? [quiet] : [quiet, '--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
}

function within(version: Version, from: Version, below: Version): boolean {
  return compare(version, from) >= 0 && compare(version, below) < 0;
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1];
}
