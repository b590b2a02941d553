/** Ends a switch over a discriminated union: a new member fails to compile, an unknown one at run time says itself. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
