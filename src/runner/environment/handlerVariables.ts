import type { FunctionVersion } from '../resources/functionVersion.ts';

/** What an environment's processes get from this machine's settings. */
export interface HandlerVariables {
  /** Instead of the function's own of the same name. */
  readonly overrides: Readonly<Record<string, string>>;
  /** AWS_ACCESS_KEY_ID and its companions; none where no profile is chosen. */
  readonly credentials: Readonly<Record<string, string>>;
  /** When the credentials end, in milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** Asked at each start of a runtime. Throws CodedError: `ENV_FILE_UNUSABLE`, `CREDENTIALS_UNAVAILABLE`. */
export type HandlerVariablesOf = (version: FunctionVersion) => Promise<HandlerVariables>;

export const noHandlerVariables: HandlerVariables = { overrides: {}, credentials: {} };
