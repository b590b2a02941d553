import type { FunctionSettings, SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';
import type { UrlSettings } from '../../lambda/url/urlConfig.ts';
import type { LayerSource } from '../resources/functionVersion.ts';

/** A function as a template of the workspace defines it, with paths made absolute. */
export interface WorkspaceFunction {
  readonly settings: FunctionSettings;
  readonly codeFolder: string;
  /** In order. */
  readonly layers: readonly LayerSource[];
  readonly reservedConcurrency?: number;
  /** The URL that the template gives it. */
  readonly url?: UrlSettings;
  readonly logicalId: string;
  readonly position: SourcePosition;
  /** Changes with every change of its code or settings. */
  readonly revision: string;
  /** Why it cannot run: its handler is missing, say. */
  readonly problem?: WorkspaceProblem;
}
