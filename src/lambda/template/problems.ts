import type { WorkspaceProblem } from '../function.ts';
import type { SourceText } from './sourceText.ts';
import type { Span } from './templateNode.ts';

/** What can be wrong with a template; the codes are stable. */
export type TemplateProblemCode =
  | 'TEMPLATE_TOO_LARGE'
  | 'TEMPLATE_NOT_TEXT'
  | 'TEMPLATE_SYNTAX'
  | 'TEMPLATE_TOO_DEEP'
  | 'TEMPLATE_TOO_COMPLEX'
  | 'TEMPLATE_ALIAS'
  | 'TEMPLATE_DUPLICATE_KEY'
  | 'TEMPLATE_INVALID'
  | 'TEMPLATE_TOO_MANY_PROBLEMS'
  | 'GLOBALS_INVALID'
  | 'RESOURCE_INVALID'
  | 'INTRINSIC_INVALID'
  | 'INTRINSIC_UNSUPPORTED'
  | 'REFERENCE_UNKNOWN'
  | 'REFERENCE_CYCLIC'
  | 'PARAMETER_NO_VALUE'
  | 'VALUE_UNRESOLVED'
  | 'PROPERTY_MISSING'
  | 'PROPERTY_TYPE'
  | 'PROPERTY_OUT_OF_RANGE'
  | 'PROPERTY_INVALID'
  | 'FUNCTION_NAME_INVALID'
  | 'FUNCTION_NAME_TAKEN'
  | 'RUNTIME_UNSUPPORTED'
  | 'RUNTIME_NOT_CREATABLE'
  | 'ENVIRONMENT_KEY_INVALID'
  | 'ENVIRONMENT_KEY_RESERVED'
  | 'ENVIRONMENT_VALUE_INVALID'
  | 'ENVIRONMENT_TOO_LARGE'
  | 'IMAGE_NOT_RUNNABLE'
  | 'CODE_NOT_LOCAL'
  | 'CODE_SIGNING_ENFORCED'
  | 'LAYER_NOT_LOCAL'
  | 'LAYER_NEEDS_BUILD'
  | 'LAYERS_TOO_MANY'
  | 'URL_NOT_SERVED';

/** A name for a message: as much of it as a reader needs. */
export function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

export function quote(text: string): string {
  return JSON.stringify(clip(text));
}

/** More would help nobody, and a generated file can have any number. */
const most = 200;

/** Gathers problems, each once. */
export class Problems {
  readonly source: SourceText;
  readonly #found = new Map<string, WorkspaceProblem>();
  #beyond = false;
  #concern: string | undefined;

  constructor(source: SourceText) {
    this.source = source;
  }

  /** What is reported while `run` runs concerns that function. */
  concerning<T>(functionName: string, run: () => T): T {
    const before = this.#concern;
    this.#concern = functionName;
    try {
      return run();
    } finally {
      this.#concern = before;
    }
  }

  report(code: TemplateProblemCode, severity: WorkspaceProblem['severity'], message: string, span: Span): WorkspaceProblem {
    const functionName = this.#concern;
    const problem: WorkspaceProblem = {
      code,
      severity,
      message,
      position: this.source.position(span),
      ...(functionName !== undefined && { functionName }),
    };
    const key = `${code} ${span.start} ${functionName ?? ''}`;
    if (this.#found.has(key)) return problem;
    if (this.#found.size < most) this.#found.set(key, problem);
    else this.#beyond = true;
    return problem;
  }

  /** In the order of the text. */
  list(): readonly WorkspaceProblem[] {
    const all = [...this.#found.values()].sort(
      (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
    );
    if (!this.#beyond) return all;
    const end: Span = { start: 0, end: 0 };
    return [
      ...all,
      {
        code: 'TEMPLATE_TOO_MANY_PROBLEMS',
        severity: 'information',
        message: `Only the first ${most} problems of this template are shown.`,
        position: this.source.position(end),
      },
    ];
  }
}
