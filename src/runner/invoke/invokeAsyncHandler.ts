import type { Handler } from '../api/handlers.ts';

/** InvokeAsync, which came before Invoke's invocation type `Event` and does the same. */
export function invokeAsyncHandler(invoke: Handler<'Invoke'>): Handler<'InvokeAsync'> {
  return async (input, context) => {
    await invoke({ FunctionName: input.FunctionName, InvocationType: 'Event', Payload: input.InvokeArgs }, context);
    return { Status: 202 };
  };
}
