import type { ServerResponse } from 'node:http';

/** A runtime's requests that wait for an event. It may have several, on as many connections: the oldest is answered first, each by one event. */
export class WaitingRequests {
  #waiting: ServerResponse[] = [];

  add(response: ServerResponse): void {
    // A runtime that gives up and asks again, over and over, leaves nothing behind.
    if (this.#waiting.length > 0) this.#waiting = this.#waiting.filter((waiting) => !isGone(waiting));
    this.#waiting.push(response);
  }

  /** The oldest whose connection still stands. */
  take(): ServerResponse | undefined {
    for (;;) {
      const oldest = this.#waiting.shift();
      if (oldest === undefined || !isGone(oldest)) return oldest;
    }
  }
}

/** One that waits behind another on its connection hears nothing of its end. */
function isGone(response: ServerResponse): boolean {
  return response.destroyed || response.req.socket.destroyed;
}
