import { expect, test } from 'vitest';
import { normalizedErrorType, responseTooLarge, runtimeExited, timedOut } from '../../../../src/runner/environment/functionErrors.ts';

test.each([
  ['Runtime.ImportModuleError', 'Runtime.ImportModuleError'],
  ['Function.Custom', 'Function.Custom'],
  ['Function.with space', 'Function.Unknown'],
  ['Runtime.lower', 'Runtime.Unknown'],
  ['TypeError', 'Runtime.Unknown'],
  [undefined, 'Runtime.Unknown'],
])('the error type %s is recorded as %s', (claimed, expected) => {
  expect(normalizedErrorType(claimed)).toBe(expected);
});

test.each([
  [timedOut('id', 3000), 'Sandbox.Timedout', 'RequestId: id Error: Task timed out after 3.00 seconds'],
  [runtimeExited('id', { type: 'exited', status: 3 }), 'Runtime.ExitError', 'RequestId: id Error: Runtime exited with error: exit status 3'],
  [runtimeExited('id', { type: 'exited', status: 0 }), 'Runtime.ExitError', 'RequestId: id Error: Runtime exited without providing a reason'],
  [runtimeExited('id', { type: 'signaled', signal: 'SIGKILL' }), 'Runtime.ExitError', 'RequestId: id Error: Runtime exited with error: signal: killed'],
  [responseTooLarge(), 'Function.ResponseSizeTooLarge', 'Response payload size exceeded maximum allowed payload size (6291556 bytes).'],
])('%o', (failure, errorType, errorMessage) => {
  expect(failure).toEqual({ errorType, errorMessage });
});
