import { CodedError } from '../../../common/codedError.ts';
import type { Aborting } from '../metrics/scalingSeries.ts';

/** A computation in parts of some hundredths of a second, so that others have their turn: gives its progress, 0 to 1, after each. */
export type InParts<T> = Generator<number, T, undefined>;

/** All of it at once. Throws CodedError: SIMULATION_ABORTED where `signal`, looked at after each part, says so. */
export function finished<T>(parts: InParts<T>, signal?: Aborting): T {
  for (;;) {
    if (signal?.aborted === true) throw new CodedError('SIMULATION_ABORTED', 'The simulation was stopped.');
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}

/** As a part of a larger one: its progress is a `share` of that, from `begin` on. */
export function* within<T>(parts: InParts<T>, begin: number, share: number): InParts<T> {
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
    yield begin + share * part.value;
  }
}
