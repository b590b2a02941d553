import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { validationMessage } from '../../../lambda/model/validator.ts';
import { enumeratedRuntimes } from '../../../lambda/runtimes.ts';

/** What a layer may be published for; lists of layers may be asked for older ones too. */
const runtimes: ReadonlySet<string> = new Set(enumeratedRuntimes);
const architectures: ReadonlySet<string> = new Set(['x86_64', 'arm64']);

/** Of PublishLayerVersion's input. */
export interface Compatibility {
  readonly CompatibleRuntimes?: readonly string[] | undefined;
  readonly CompatibleArchitectures?: readonly string[] | undefined;
}

/** Throws LambdaError for what no layer can be compatible with: a ValidationException in words of its own, all of it at once. */
export function checkCompatibility(input: Compatibility): void {
  const violations = [
    ...violationsOf('compatibleRuntimes', input.CompatibleRuntimes, { allowed: runtimes, most: 15, words: (text) => text }),
    ...violationsOf('compatibleArchitectures', input.CompatibleArchitectures, {
      allowed: architectures,
      most: 2,
      words: (text) => `Member must satisfy constraint: [${text}]`,
    }),
  ];
  if (violations.length > 0) throw lambdaErrors.validation(validationMessage(violations));
}

interface ListRule {
  readonly allowed: ReadonlySet<string>;
  /** The model's own limit of the list. */
  readonly most: number;
  readonly words: (text: string) => string;
}

function violationsOf(path: string, values: readonly string[] = [], { allowed, most, words }: ListRule): readonly string[] {
  const texts: string[] = [];
  if (values.length > most) texts.push(`Member must have length less than or equal to ${most}`);
  if (!values.every((value) => allowed.has(value))) texts.push(words(`Member must satisfy enum value set: [${[...allowed].join(', ')}]`));
  return texts.map((text) => `Value '[${values.map(String).join(', ')}]' at '${path}' failed to satisfy constraint: ${text}`);
}
