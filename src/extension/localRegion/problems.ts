import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';
import type { RegionModel } from './regionModel.ts';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Shows what is wrong in the workspace's templates in the Problems view, as long as it is. */
export class Problems implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('lambda'));

  constructor(model: RegionModel) {
    this.#owned.add(model.onDidChangeProblems(() => this.#show(model.problems)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #show(problems: readonly WorkspaceProblem[]): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const problem of problems) {
      const known = byFile.get(problem.position.file);
      if (known === undefined) byFile.set(problem.position.file, [toDiagnostic(problem)]);
      else known.push(toDiagnostic(problem));
    }
    this.#collection.clear();
    this.#collection.set([...byFile].map(([file, diagnostics]) => [vscode.Uri.file(file), diagnostics]));
  }
}

export function toRange({ line, column, endLine, endColumn }: SourcePosition): vscode.Range {
  return new vscode.Range(line, column, endLine, endColumn);
}

function toDiagnostic({ message, position, severity, code }: WorkspaceProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(position), message, severities[severity]);
  diagnostic.source = 'Lambda';
  diagnostic.code = code;
  return diagnostic;
}
