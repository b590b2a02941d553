import { connect, type Socket } from 'node:net';
import type { Destination } from './destination.ts';

/** Delivers entries as lines of JSON over one connection, which is made anew when it was lost. */
export class TcpDestination implements Destination {
  readonly #address: string;
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(address: string, port: number) {
    this.#address = address;
    this.#port = port;
  }

  deliver(texts: readonly string[]): Promise<void> {
    const socket = (this.#socket ??= this.#connect());
    return new Promise((resolve, reject) => {
      const lost = (): void => reject(new Error('The subscriber\'s connection was lost.'));
      socket.once('close', lost);
      // Called when the system has taken it, which a slow reader puts off.
      socket.write(`${texts.join('\n')}\n`, (error) => {
        socket.off('close', lost);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  dispose(): void {
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const socket = connect({ host: this.#address, port: this.#port, noDelay: true });
    // An error is told by what is being written, and by the end that follows it.
    socket.on('error', () => {});
    socket.once('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    // Subscribers have nothing to say.
    socket.resume();
    return socket;
  }
}
