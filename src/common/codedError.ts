/** Who can mend it: the user (settings, files, input) or nobody but us (a bug, a broken machine). */
export type ErrorOwner = 'user' | 'system';

export interface CodedErrorOptions {
  readonly owner?: ErrorOwner;
  readonly cause?: unknown;
  /** Facts about the error for programs: paths looked at, the port taken. No secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An error that programs tell apart by `code` (such as `RUNTIME_NOT_FOUND`), and whose message says what to do. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: string;
  readonly owner: ErrorOwner;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: CodedErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.owner = options.owner ?? 'user';
    this.details = options.details ?? {};
  }
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of whatever was thrown: a coded error's, or a Node system error's such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
