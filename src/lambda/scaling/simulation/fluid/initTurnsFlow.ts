interface Group {
  readonly owner: object;
  amount: number;
  /** Slot-seconds that one takes. */
  readonly seconds: number;
}

/**
 * Initialisations that wait for their turn, as a flow: so many run at once and no more, in the order of asking. What all functions have in
 * common. Amounts have fractions.
 */
export class InitTurnsFlow {
  readonly #slots: number;
  /** Slot-seconds that nobody has taken yet. */
  #free = Number.POSITIVE_INFINITY;
  #now = 0;
  #queue: Group[] = [];
  readonly #begun = new Map<object, number>();
  readonly #waiting = new Map<object, number>();

  /** `limit`: of initialisations at once. */
  constructor(limit: number) {
    this.#slots = limit;
  }

  /** Of one owner: who wait for their turn. */
  waiting(owner: object): number {
    return this.#waiting.get(owner) ?? 0;
  }

  /** How many slots its initialisations have while some wait, on average. */
  slotsOf(owner: object): number {
    let all = 0;
    for (const waiting of this.#waiting.values()) all += waiting;
    return all > 0 ? (this.#slots * this.waiting(owner)) / all : 0;
  }

  /** In how many seconds all that wait now have begun, and so many others that take `seconds` each have ended. */
  endOf(amount: number, seconds: number): number {
    const ahead = this.#queue.reduce((sum, group) => sum + group.amount * group.seconds, 0);
    return Math.max(seconds, (ahead + amount * seconds) / this.#slots);
  }

  /** Of one owner: `amount` more ask for a turn until `now`, which take `seconds` each; gives how many have begun since it asked before. */
  pass(owner: object, amount: number, seconds: number, now: number): number {
    this.#refill(now, seconds);
    if (amount > 0) {
      this.#queue.push({ owner, amount, seconds });
      this.#waiting.set(owner, this.waiting(owner) + amount);
    }
    this.#serve();
    const begun = this.#begun.get(owner) ?? 0;
    this.#begun.set(owner, 0);
    return begun;
  }

  /** Slots that are free serve at once, but those that have begun leave theirs only after a while: on average, as of half of them. */
  #refill(now: number, seconds: number): void {
    const most = (this.#slots * seconds) / 2;
    if (this.#queue.length === 0) this.#free = Math.min(this.#free, most);
    this.#free = Math.max(0, this.#free) + this.#slots * (now - this.#now);
    this.#now = now;
  }

  #serve(): void {
    let served = 0;
    for (const group of this.#queue) {
      const part = group.seconds > 0 ? Math.min(group.amount, this.#free / group.seconds) : group.amount;
      this.#free -= part * group.seconds;
      group.amount -= part;
      this.#begun.set(group.owner, (this.#begun.get(group.owner) ?? 0) + part);
      this.#waiting.set(group.owner, Math.max(0, this.waiting(group.owner) - part));
      if (group.amount > 1e-9) break;
      served += 1;
    }
    if (served > 0) this.#queue = this.#queue.slice(served);
  }
}
