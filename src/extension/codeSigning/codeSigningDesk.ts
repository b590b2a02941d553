import type { CodeSigningAction, FunctionSigning, OverviewRow } from '../../protocol/webview/codeSigning.ts';
import type { FunctionTarget, LambdaConnection } from '../connections/lambdaConnection.ts';

/** What a page shows. */
export type Shown =
  | { readonly type: 'function'; readonly target: FunctionTarget }
  | { readonly type: 'overview'; readonly connection: LambdaConnection };

export interface Reading {
  readonly signal: AbortSignal;
  /** Told what goes on, in words. */
  readonly report: (text: string) => void;
}

export interface SavedFile {
  readonly name: string;
  readonly content: string;
}

/** What a page asks for. Rejects with CodedError, whose message says what to do; reading, with the signal's reason too. */
export interface CodeSigningDesk {
  /** What the page is to keep, so that the same is shown after the window has been reloaded. */
  subjectOf(shown: Shown): string;
  /** Undefined where that is no subject of ours, or what it names is not there any more. */
  shownOf(subject: string): Promise<Shown | undefined>;
  /** @param anew what was found before does not count. */
  readFunction(target: FunctionTarget, reading: Reading, anew: boolean): Promise<FunctionSigning>;
  readOverview(connection: LambdaConnection, reading: Reading, onRows: (rows: readonly OverviewRow[], total: number) => void): Promise<void>;
  /** As the page names a connection. */
  labelOf(connection: LambdaConnection): string;
  /** Asks the user for what it needs, and tells what fails itself. */
  act(action: CodeSigningAction, subject: string | undefined, shown: Shown): Promise<void>;
  /** Asks the user where. */
  save(file: SavedFile): Promise<void>;
  copy(text: string): Promise<void>;
  /** Tells the user, once. */
  showProblem(error: unknown, retry: () => void): void;
}
