import { expect, it } from 'vitest';
import { functionErrorText } from '../../../../src/extension/invoke/functionErrorText.ts';

const cases: readonly { readonly name: string; readonly payload: unknown; readonly expected: string | undefined }[] = [
  {
    name: 'Node.js, whose trace begins with the message',
    payload: { errorType: 'TypeError', errorMessage: 'no x', trace: ['TypeError: no x', '    at f (/a.js:1:2)'] },
    expected: 'TypeError: no x\n    at f (/a.js:1:2)',
  },
  {
    name: 'Node.js with a syntax error',
    payload: { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: 'SyntaxError: bad', trace: ['/a.js:11', '  ^', 'SyntaxError: bad'] },
    expected: 'Runtime.UserCodeSyntaxError: SyntaxError: bad\n/a.js:11\n  ^\nSyntaxError: bad',
  },
  {
    name: 'Python, whose entries hold the line of code',
    payload: { errorType: 'KeyError', errorMessage: "'id'", requestId: 'r', stackTrace: ['  File "/m.py", line 7, in h\n    event["id"]\n'] },
    expected: 'KeyError: \'id\'\n  File "/m.py", line 7, in h\n    event["id"]',
  },
  { name: 'a message alone', payload: { errorMessage: 'Task timed out after 3.00 seconds' }, expected: 'Task timed out after 3.00 seconds' },
  { name: 'a trace of another kind', payload: { errorType: 'E', errorMessage: 'm', stackTrace: [[1, 2]] }, expected: 'E: m' },
  { name: 'nothing of another answer', payload: { message: 'no' }, expected: undefined },
];

it.each(cases)('shows the failure of $name', ({ payload, expected }) => {
  expect(functionErrorText(JSON.stringify(payload))).toBe(expected);
});

it('shows nothing where the answer is not JSON', () => {
  expect(functionErrorText('Internal Server Error')).toBeUndefined();
});
