import type { Handler } from '../../api/handlers.ts';
import { notServed } from '../notServed.ts';
import { changedConfiguration } from './changedConfiguration.ts';
import { configurationAnswer } from './configurationAnswer.ts';
import { checkRevision, existing, wholeFunction } from './functionAccess.ts';
import type { FunctionStore } from './functionStore.ts';
import { checkSettings } from './settingsChecks.ts';

export function updateFunctionConfiguration(functions: FunctionStore): Handler<'UpdateFunctionConfiguration'> {
  return async (input) => {
    const name = wholeFunction(functions, 'UpdateFunctionConfiguration', input.FunctionName, 'latest').latest.settings.FunctionName;
    return functions.exclusive(name, async () => {
      const fn = existing(functions, name);
      checkRevision(fn, input.RevisionId);
      if (input.CapacityProviderConfig !== undefined) throw notServed('functions with a capacity provider');
      checkSettings(functions.identity, input);
      const changed = await functions.configure(name, {
        ...changedConfiguration(fn.latest, input),
        revisionId: functions.uuid(),
        lastModified: functions.clock.now(),
      });
      return { ...configurationAnswer(functions.identity, changed, { state: 'updating' }), RevisionId: functions.uuid() };
    });
  };
}
