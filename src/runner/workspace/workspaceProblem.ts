import type { SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';

/** What can be wrong with a workspace's files, beyond what a template's own text tells; the codes are stable. */
export type WorkspaceProblemCode =
  | 'TEMPLATE_MISSING'
  | 'TEMPLATE_UNREADABLE'
  | 'TEMPLATE_TOO_LARGE'
  | 'FUNCTION_NAME_TAKEN'
  | 'CODE_FOLDER_MISSING'
  | 'CODE_ARCHIVE_UNUSABLE'
  | 'INLINE_CODE_UNSUPPORTED'
  | 'HANDLER_INVALID'
  | 'HANDLER_MISSING'
  | 'LAYER_FOLDER_MISSING'
  | 'LAYER_NOT_ZIP'
  | 'WATCH_INCOMPLETE';

export function workspaceProblem(
  code: WorkspaceProblemCode,
  severity: WorkspaceProblem['severity'],
  message: string,
  position: SourcePosition,
  functionName?: string,
): WorkspaceProblem {
  return { code, severity, message, position, ...(functionName !== undefined && { functionName }) };
}

/** The beginning of a file, for what concerns it as a whole. */
export function startOf(file: string): SourcePosition {
  return { file, line: 0, column: 0, endLine: 0, endColumn: 0 };
}
