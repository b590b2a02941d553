import type { FunctionSettings, SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';

/** A function as a template of the workspace defines it, with paths made absolute. */
export interface WorkspaceFunction {
  readonly settings: FunctionSettings;
  readonly codeFolder: string;
  /** Layer folders, in order. */
  readonly layers: readonly string[];
  readonly reservedConcurrency?: number;
  readonly logicalId: string;
  readonly position: SourcePosition;
  /** Changes with every change of its code or settings. */
  readonly revision: string;
  /** Why it cannot run: its handler is missing, say. */
  readonly problem?: WorkspaceProblem;
}
