import type { Annotation } from '../metrics/scalingSeries.ts';
import { unreservedLimit } from '../rules/counters.ts';
import { limitChanges } from './limitChanges.ts';
import type { TimelineFunction, TimelineLimits } from './timelineEvent.ts';

/** The limits of one moment, of one function or of the whole account. Concurrency in environments. */
export interface LimitsAt {
  readonly account: number;
  /** What functions without a reservation share. */
  readonly unreserved: number;
  /** How fast environments start against AWS. */
  readonly rateScale: number;
  /** Of the function asked for; absent where it reserves nothing. */
  readonly reserved?: number;
  /** Of the function asked for, or of all where they agree. */
  readonly timeoutMs?: number;
}

const kept = 256;

/** The limits over time, and what changed in them. */
export class LimitsHistory {
  readonly #changes: LimitsChange[] = [];
  readonly #annotations: Annotation[] = [];

  set(at: number, limits: TimelineLimits): void {
    const before = this.#changes.at(-1)?.limits;
    if (before !== undefined) this.#annotations.push(...limitChanges(at, before, limits));
    if (this.#annotations.length > kept) this.#annotations.splice(0, this.#annotations.length - kept);
    this.#changes.push(new LimitsChange(at, limits));
    if (this.#changes.length > kept) this.#changes.shift();
  }

  /** In force at `at`; before the first that is known, that one. Undefined where none is known. */
  at(at: number, functionName: string | undefined): LimitsAt | undefined {
    const change = this.#changes.findLast((known) => known.at <= at) ?? this.#changes[0];
    return change?.of(functionName);
  }

  /** What changed from `from` to `to`, of the account, and of one function or (undefined) of all. */
  annotations(from: number, to: number, functionName: string | undefined): Annotation[] {
    return this.#annotations.filter(
      (each) => each.at >= from && each.at <= to && (functionName === undefined || each.functionName === '' || each.functionName === functionName),
    );
  }

  /** As last heard. */
  get functions(): readonly TimelineFunction[] {
    return this.#changes.at(-1)?.limits.functions ?? [];
  }

  get functionNames(): readonly string[] {
    return this.functions.map(({ name }) => name);
  }

  functionOf(name: string): TimelineFunction | undefined {
    return this.functions.find((fn) => fn.name === name);
  }
}

class LimitsChange {
  readonly at: number;
  readonly limits: TimelineLimits;
  // A graph asks for hundreds of moments.
  readonly #answers = new Map<string | undefined, LimitsAt>();

  constructor(at: number, limits: TimelineLimits) {
    this.at = at;
    this.limits = limits;
  }

  of(functionName: string | undefined): LimitsAt {
    let answer = this.#answers.get(functionName);
    if (answer === undefined) this.#answers.set(functionName, (answer = limitsOf(this.limits, functionName)));
    return answer;
  }
}

function limitsOf({ accountConcurrency, rateScale, functions }: TimelineLimits, functionName: string | undefined): LimitsAt {
  const allReserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  const fn = functions.find(({ name }) => name === functionName);
  const timeoutMs = functionName === undefined ? shared(functions.map((each) => each.timeoutMs)) : fn?.timeoutMs;
  return {
    account: accountConcurrency,
    rateScale,
    unreserved: unreservedLimit({ limit: accountConcurrency, reserved: allReserved }),
    ...(fn?.reservedConcurrency !== undefined && { reserved: fn.reservedConcurrency }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

function shared(values: readonly number[]): number | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}
