/** How far opening may be ahead of taking. */
export interface Lead {
  readonly bytes: number;
  readonly groups: number;
}

interface Holding {
  /** Bytes of memory, until it is taken. */
  readonly held: number;
}

/** The groups in their order, opened, and so read and unpacked, while those before them are worked on. */
export async function* openAhead<Group extends Holding>(groups: AsyncIterator<Group>, lead: Lead): AsyncGenerator<Group> {
  const ready: Group[] = [];
  let held = 0;
  let ended = false;
  let failed: { readonly error: unknown } | undefined;
  let opening: Promise<void> | undefined;
  const wanted = (): boolean => !ended && failed === undefined && held <= lead.bytes && ready.length < lead.groups;
  const openMore = async (): Promise<void> => {
    try {
      while (wanted()) {
        const next = await groups.next();
        if (next.done === true) ended = true;
        else {
          ready.push(next.value);
          held += next.value.held;
        }
      }
    } catch (error) {
      failed = { error };
    }
    opening = undefined;
  };
  for (;;) {
    if (opening === undefined && wanted()) opening = openMore();
    const first = ready.shift();
    if (first !== undefined) {
      held -= first.held;
      yield first;
    } else if (opening !== undefined) await opening;
    // What was opened before the failure comes first: its damage is the one to tell.
    else if (failed !== undefined) throw failed.error;
    else if (ended) return;
  }
}
