import type { WorkspaceProblem } from '../../../lambda/function.ts';
import type { DocumentTable } from '../../store/documentTable.ts';
import type { WorkspaceFunction } from '../../workspace/workspaceFunction.ts';
import type { FunctionDocument } from './storedFunction.ts';
import type { TemplateFunction, TemplateFunctions } from './templateFunctions.ts';
import { duplicateProblem, reservationProblem, shadowProblem } from './templateProblems.ts';
import { grantReservations } from './templateReservations.ts';

/** The workspace's functions beside those of the API: what they are granted of the account's concurrency, and what is wrong with them. */
export class ServedTemplates {
  readonly #templates: TemplateFunctions;
  readonly #made: DocumentTable<FunctionDocument>;
  #granted: ReadonlyMap<string, number> = new Map();
  #duplicates: readonly WorkspaceProblem[] = [];
  #problems: readonly WorkspaceProblem[] = [];

  constructor(templates: TemplateFunctions, made: DocumentTable<FunctionDocument>) {
    this.#templates = templates;
    this.#made = made;
  }

  /** What could not be taken as it is; may change with reservations and the account's limit. */
  get problems(): readonly WorkspaceProblem[] {
    return this.#problems;
  }

  get names(): readonly string[] {
    return [...this.#templates.all].map(({ definition }) => definition.settings.FunctionName);
  }

  has(name: string): boolean {
    return this.#templates.get(name) !== undefined;
  }

  get(name: string): TemplateFunction | undefined {
    return this.#templates.get(name);
  }

  /** What a function is granted of what it reserves. */
  grantedTo(name: string): number | undefined {
    return this.#granted.get(name);
  }

  replace(definitions: readonly WorkspaceFunction[]): void {
    this.#duplicates = this.#templates.replace(definitions).map(duplicateProblem);
  }

  /** Grants anew: what templates get depends on what all functions reserve. */
  grant(accountConcurrency: number): void {
    let others = 0;
    for (const { latest, reservedConcurrency } of this.#made.values()) {
      if (!this.has(latest.settings.FunctionName)) others += reservedConcurrency ?? 0;
    }
    const { byName, refused } = grantReservations(this.#templates, others, accountConcurrency);
    this.#granted = byName;
    const definitions = [...this.#templates.all].map(({ definition }) => definition);
    this.#problems = [
      ...this.#duplicates,
      ...definitions.filter(({ settings }) => this.#made.has(settings.FunctionName)).map(shadowProblem),
      ...refused.map(({ definition }) => reservationProblem(definition, accountConcurrency)),
    ];
  }
}
