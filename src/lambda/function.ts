/** A function's settings, named and measured as in the Lambda API (Timeout in s, MemorySize and EphemeralStorage in MB). */
export interface FunctionSettings {
  readonly FunctionName: string;
  readonly Runtime: string;
  readonly Handler: string;
  readonly Role: string;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment: Readonly<Record<string, string>>;
  readonly Architecture: Architecture;
  readonly EphemeralStorage: number;
}

export type Architecture = 'x86_64' | 'arm64';

/** Where a thing is written: zero-based line and column of a file's text. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What is wrong in a workspace: shown on the function and in Problems. */
export interface WorkspaceProblem {
  /** Stable, for programs: such as `TEMPLATE_SYNTAX`, `HANDLER_MISSING`, `RUNTIME_UNSUPPORTED`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly position: SourcePosition;
  /** The function that it concerns, where it concerns one. */
  readonly functionName?: string;
}

export const latestVersion = '$LATEST';
