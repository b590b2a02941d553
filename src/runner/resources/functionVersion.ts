import type { FunctionSettings, SourcePosition } from '../../lambda/function.ts';
import type { LogSettings } from '../../lambda/logs/platformRecord.ts';

/** Where a version's code lies: a folder of the workspace, run in place, an unpacked archive of the store, or a container image. */
export type CodeLocation =
  | { readonly type: 'folder'; readonly path: string }
  /** `sha256` is base64 as in CodeSha256, `size` the zip's bytes; `path` the unpacked folder. */
  | { readonly type: 'archive'; readonly sha256: string; readonly size: number; readonly path: string }
  /** Its files are in the image: no `path` holds them. */
  | { readonly type: 'image'; readonly uri: string; readonly path: '' };

/** Where a layer's files come from. */
export type LayerSource =
  /** A folder of the workspace, or an unpacked archive of the store. */
  | { readonly type: 'folder'; readonly path: string }
  /** A zip on this machine. */
  | { readonly type: 'zip'; readonly path: string }
  /** A layer version of AWS, by its ARN: fetched when it is first needed. */
  | { readonly type: 'aws'; readonly arn: string };

/** What overrides an image's own settings. */
export interface ImageOverrides {
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDirectory?: string;
}

/** How environments of a version run, beyond its settings. */
export interface ExecutionSettings {
  readonly logging: LogSettings;
  /** Whether its environments start as if from a snapshot: a published version with SnapStart. */
  readonly snapStart: boolean;
  /** Whether an environment serves one tenant only. */
  readonly perTenant: boolean;
  /** Whether Lambda itself samples traces. */
  readonly activeTracing: boolean;
  /** `mountPath` is `/mnt/NAME`. */
  readonly fileSystems: readonly { readonly arn: string; readonly mountPath: string }[];
  readonly image?: ImageOverrides;
}

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
  /** In order: later over earlier. */
  readonly layers: readonly LayerSource[];
  readonly execution: ExecutionSettings;
  readonly reservedConcurrency?: number;
  readonly origin: FunctionOrigin;
  /** Changes with every change of code or settings: environments of another revision are retired when idle. */
  readonly revision: string;
  /** Why it will not run (its handler is missing, say): shown on it; invoking it fails as it does in Lambda. */
  readonly problem?: string;
}

/** What an invocation runs, and how it was called. */
export interface InvocationTarget {
  readonly version: FunctionVersion;
  /** The ARN as the handler sees it: with the version or alias only where the caller gave one. */
  readonly invokedArn: string;
  /** As the caller gave it: an alias, a number or `$LATEST`. */
  readonly qualifier?: string;
}

/** Finds what an invocation runs. */
export interface FunctionResolver {
  /**
   * By name in any accepted form and qualifier; an alias with two versions gives one of them by its weights. Rejects with
   * LambdaError (not found, wrong Region, bad qualifier, not active) as Invoke answers it.
   */
  resolve(nameOrArn: string, qualifier?: string): Promise<InvocationTarget>;
}
