import type { FunctionSettings, SourcePosition } from '../../lambda/function.ts';

/** Where a version's code lies: a folder of the workspace, run in place, or an unpacked archive of the store. */
export type CodeLocation =
  | { readonly type: 'folder'; readonly path: string }
  /** `sha256` is base64 as in CodeSha256, `size` the zip's bytes; `path` the unpacked folder. */
  | { readonly type: 'archive'; readonly sha256: string; readonly size: number; readonly path: string };

/** What defines a function: the API's CreateFunction, or a template of the workspace. */
export type FunctionOrigin =
  | { readonly type: 'api' }
  | { readonly type: 'template'; readonly logicalId: string; readonly position: SourcePosition };

/** One version of a function, as the pools and environments need it. */
export interface FunctionVersion {
  readonly settings: FunctionSettings;
  /** `$LATEST` or a number. */
  readonly version: string;
  /** With the version for a number; `functionArn` of `$LATEST` has none. */
  readonly arn: string;
  readonly code: CodeLocation;
  /** Folders of the layers, in order: later over earlier. */
  readonly layers: readonly string[];
  readonly reservedConcurrency?: number;
  readonly origin: FunctionOrigin;
  /** Changes with every change of code or settings: environments of another revision are retired when idle. */
  readonly revision: string;
  /** Why it will not run (its handler is missing, say): shown on it; invoking it fails as it does in Lambda. */
  readonly problem?: string;
}

/** Finds what an invocation runs. */
export interface FunctionResolver {
  /** By name in any accepted form and qualifier. Throws LambdaError (not found, wrong Region, bad qualifier) as Invoke answers it. */
  resolve(nameOrArn: string, qualifier?: string): FunctionVersion;
}
