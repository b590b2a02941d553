import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { notServed } from '../notServed.ts';
import { storeCode, zipOf } from './codeSource.ts';
import { configurationAnswer } from './configurationAnswer.ts';
import { checkRevision, existing, refuseTemplate, wholeFunction } from './functionAccess.ts';
import type { FunctionStore } from './functionStore.ts';
import type { LambdaFunction, StoredConfiguration } from './storedFunction.ts';

type Input = Operations['UpdateFunctionCode']['input'];

export function updateFunctionCode(functions: FunctionStore): Handler<'UpdateFunctionCode'> {
  return async (input) => {
    const name = wholeFunction(functions, 'UpdateFunctionCode', input.FunctionName, 'latest').latest.settings.FunctionName;
    return functions.exclusive(name, async () => {
      const fn = existing(functions, name);
      refuseTemplate(fn, 'UpdateFunctionCode');
      checkRevision(fn, input.RevisionId);
      checkInput(input);
      return input.DryRun === true ? dryRun(functions, fn, input) : update(functions, fn, input);
    });
  };
}

function checkInput(input: Input): void {
  if (input.ImageUri !== undefined) {
    throw lambdaErrors.invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.");
  }
  if (input.Publish === true || input.PublishTo !== undefined) throw notServed('publishing versions');
}

async function update(functions: FunctionStore, fn: LambdaFunction, input: Input): Promise<Operations['UpdateFunctionCode']['output']> {
  const { settings, code } = fn.latest;
  const stored = await storeCode(functions, input, code.size);
  try {
    const changed = await functions.configure(settings.FunctionName, {
      ...withCode(fn.latest, input, stored),
      revisionId: functions.uuid(),
      lastModified: functions.clock.now(),
    });
    return { ...configurationAnswer(functions.identity, changed, { state: 'updating' }), RevisionId: functions.uuid() };
  } finally {
    stored.dispose();
  }
}

/** Checks the code and shows what would come of it. */
async function dryRun(functions: FunctionStore, fn: LambdaFunction, input: Input): Promise<Operations['UpdateFunctionCode']['output']> {
  const checked = await functions.archives.check(zipOf(input));
  return configurationAnswer(functions.identity, { ...fn, latest: withCode(fn.latest, input, checked) });
}

function withCode(latest: StoredConfiguration, input: Input, { sha256, size }: StoredConfiguration['code']): StoredConfiguration {
  const { settings } = latest;
  return { ...latest, code: { sha256, size }, settings: { ...settings, Architecture: input.Architectures?.[0] ?? settings.Architecture } };
}
