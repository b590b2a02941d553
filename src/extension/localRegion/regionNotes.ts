import type { SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';
import type { FunctionNotes } from '../connections/lambdaConnection.ts';
import type { RegionModel } from './regionModel.ts';

/** What the Local region tells of functions besides the Lambda API. */
export class RegionNotes implements FunctionNotes {
  readonly #model: RegionModel;

  constructor(model: RegionModel) {
    this.#model = model;
  }

  problems(functionName: string): readonly WorkspaceProblem[] {
    return this.#model.problems.filter((problem) => problem.functionName === functionName);
  }

  position(functionName: string): SourcePosition | undefined {
    return this.#model.functions.get(functionName)?.position;
  }
}
