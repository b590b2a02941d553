import { lambdaErrors, LambdaError } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { notServed } from '../notServed.ts';
import { changedConfiguration, defaultConfiguration } from './changedConfiguration.ts';
import { storeCode } from './codeSource.ts';
import { configurationAnswer } from './configurationAnswer.ts';
import { unqualifiedName } from './functionReference.ts';
import type { FunctionStore } from './functionStore.ts';
import { checkSettings } from './settingsChecks.ts';
import type { FunctionDocument } from './storedFunction.ts';

type Input = Operations['CreateFunction']['input'];

/** Source: AWS Lambda Developer Guide, "Function naming": the whole ARN may be longer. */
const longestName = 64;
/** Source: AWS General Reference, "Tag restrictions". */
const mostTags = 50;

export function createFunction(functions: FunctionStore): Handler<'CreateFunction'> {
  return async (input) => {
    const name = newName(functions, input.FunctionName);
    checkInput(functions, input);
    return functions.exclusive(name, async () => {
      if (functions.get(name) !== undefined) throw lambdaErrors.conflict(`Function already exist: ${name}`);
      const code = await storeCode(functions, input.Code, 0);
      try {
        const created = await functions.create(name, newDocument(functions, name, input, code));
        // It becomes active with the answer, which is a revision of its own.
        return { ...configurationAnswer(functions.identity, created, { state: 'creating' }), RevisionId: functions.uuid() };
      } finally {
        code.dispose();
      }
    });
  };
}

function newName({ identity }: FunctionStore, nameOrArn: string): string {
  const name = unqualifiedName(identity, 'CreateFunction', nameOrArn, 'none');
  if (name.length <= longestName) return name;
  throw lambdaErrors.invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${longestName}`,
  );
}

function checkInput({ identity }: FunctionStore, input: Input): void {
  checkSettings(identity, input);
  if (input.PackageType === 'Image') throw notServed('functions of package type Image');
  if (input.Runtime === undefined || input.Handler === undefined) {
    throw lambdaErrors.invalidParameter('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  }
  if (Object.keys(input.Tags ?? {}).length > mostTags) throw lambdaErrors.invalidParameter('Number of tags exceeds resource tag limit.');
  if (input.CodeSigningConfigArn !== undefined) {
    // None can be made here yet.
    throw new LambdaError(
      'CodeSigningConfigNotFoundException',
      404,
      'The code signing configuration cannot be found. ' +
        `Check that the provided configuration is not deleted: ${input.CodeSigningConfigArn}.`,
    );
  }
  if (input.CapacityProviderConfig !== undefined) throw notServed('functions with a capacity provider');
  if (input.Publish === true || input.PublishTo !== undefined) throw notServed('publishing versions');
}

function newDocument(
  { clock, uuid }: FunctionStore,
  name: string,
  input: Input,
  code: { readonly sha256: string; readonly size: number },
): FunctionDocument {
  return {
    latest: {
      ...changedConfiguration(defaultConfiguration(name), input),
      code: { sha256: code.sha256, size: code.size },
      revisionId: uuid(),
      lastModified: clock.now(),
    },
    tags: input.Tags ?? {},
  };
}
