import type { FunctionInfo } from '../../protocol/runner.ts';

/**
 * Whether nothing but the count of provisioned environments is another one. What is not told of functions, such as their versions, may
 * have changed with it: so the last step, to a status that stays, is a change of the functions again.
 */
export function provisionsOnly(before: readonly FunctionInfo[], now: readonly FunctionInfo[]): boolean {
  return textOf(before, 'counts') !== textOf(now, 'counts') && textOf(before, 'statuses') === textOf(now, 'statuses');
}

function textOf(functions: readonly FunctionInfo[], what: 'counts' | 'statuses'): string {
  return JSON.stringify(
    functions.map((info) => ({
      ...info,
      provisioned: info.provisioned.map(({ allocated, available, ...kept }) => (what === 'counts' ? [kept, allocated, available] : kept)),
    })),
  );
}
