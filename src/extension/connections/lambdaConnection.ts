import type { Connection } from '../../aws/connection.ts';
import type { LambdaApi } from '../../aws/lambdaApi.ts';
import type { Event } from '../../common/emitter.ts';
import type { SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';

/** What is known of functions besides the Lambda API's answers. */
export interface FunctionNotes {
  problems(functionName: string): readonly WorkspaceProblem[];
  /** Where a template defines it. */
  position(functionName: string): SourcePosition | undefined;
}

/** A connection that can be used: the only way by which the UI reaches functions. */
export interface LambdaConnection {
  readonly connection: Connection;
  /** Ready to be called; throws CodedError where it cannot be had. */
  api(): Promise<LambdaApi>;
  /** Absent where functions have no source here. */
  readonly notes?: FunctionNotes;
  /** Whether invocations, environments and logs can be followed as they happen. */
  readonly live: boolean;
  /** The profile whose credentials handlers of local functions get; absent: none, or AWS's own affair. */
  readonly handlersProfile?: string | undefined;
  /** Its functions may be others now. */
  readonly onDidChange?: Event<void>;
  /** Its provisioned environments may be more or fewer now; absent where one has to ask for that again and again. */
  readonly onDidChangeProvisioned?: Event<void>;
}

/** A function of a connection, with the version or alias that is meant, if one is. */
export interface FunctionTarget {
  readonly connection: LambdaConnection;
  readonly functionName: string;
  readonly qualifier?: string;
}

export type ApiFactory = (connection: Connection) => Promise<LambdaApi>;
