import { l10n, window, type OutputChannel } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Connection } from '../../aws/connection.ts';
import { TextBuffer } from './textBuffer.ts';

/** Writing to a channel costs a message to the window: lines of a busy function are gathered for so long. */
const gatherMs = 100;

interface FunctionLog {
  readonly channel: OutputChannel;
  readonly buffer: TextBuffer;
}

/** One output channel a function, made when there is something to say or to show. */
export class FunctionLogs implements Disposable {
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #logs = new Map<string, FunctionLog>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  append(connection: Connection, functionName: string, text: string): void {
    if (this.#owned.disposed) return;
    this.#log(connection, functionName).buffer.append(text.endsWith('\n') ? text : `${text}\n`);
  }

  show(connection: Connection, functionName: string): void {
    // An empty channel looks broken.
    if (!this.#logs.has(keyOf(connection, functionName))) this.append(connection, functionName, l10n.t('{0} has logged nothing yet.', functionName));
    this.#log(connection, functionName).channel.show(true);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #log(connection: Connection, functionName: string): FunctionLog {
    const key = keyOf(connection, functionName);
    const known = this.#logs.get(key);
    if (known !== undefined) return known;
    const channel = this.#owned.add(window.createOutputChannel(`Lambda: ${functionName} (${connection.label})`, 'log'));
    const buffer = this.#owned.add(new TextBuffer(this.#clock, gatherMs, (text) => channel.append(text)));
    const log = { channel, buffer };
    this.#logs.set(key, log);
    return log;
  }
}

function keyOf(connection: Connection, functionName: string): string {
  return `${connection.id}/${functionName}`;
}
