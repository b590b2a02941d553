import type { FunctionSettings, SourcePosition, WorkspaceProblem } from '../function.ts';
import type { UrlSettings } from '../url/urlConfig.ts';

/** Where a function's code lies. */
export type TemplateCode =
  /** A folder (or a file in it) as the template names it: relative to the template's own folder, or absolute. */
  | { readonly type: 'folder'; readonly path: string; readonly position: SourcePosition }
  /** Code inside the template, which Lambda lays down in a file of that name. */
  | { readonly type: 'inline'; readonly text: string; readonly fileName: string; readonly position: SourcePosition };

export type TemplateLayer =
  /** A folder, or a zip, as a function's folder is named. */
  | { readonly type: 'folder'; readonly path: string; readonly position: SourcePosition }
  | { readonly type: 'arn'; readonly arn: string; readonly position: SourcePosition };

/** A function as a template defines it, before anything is looked up on disk. */
export interface TemplateFunction {
  /** What is wrong or not given has Lambda's default. */
  readonly settings: FunctionSettings;
  readonly code: TemplateCode;
  /** In order: later over earlier. */
  readonly layers: readonly TemplateLayer[];
  readonly reservedConcurrency?: number;
  /** Its FunctionUrlConfig, or that of an `AWS::Lambda::Url` that targets it. */
  readonly url?: UrlSettings;
  readonly logicalId: string;
  /** Where the logical id is written. */
  readonly position: SourcePosition;
  /** Where Handler is written. */
  readonly handlerPosition: SourcePosition;
  /** How SAM would build it first, such as `esbuild` or `rust-cargolambda`. */
  readonly buildMethod?: string;
  /** The first of its errors: why it cannot run. */
  readonly problem?: WorkspaceProblem;
}
