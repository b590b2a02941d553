import { l10n, window, type OutputChannel } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/codedError.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Connection } from '../../aws/connection.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import type { LogHistory } from './logHistory.ts';
import { RecentText } from './recentText.ts';
import { TextBuffer } from './textBuffer.ts';

/** Writing to a channel costs a message to the window: lines of a busy function are gathered for so long. */
const gatherMs = 100;
/** What is kept of a log until it is opened and what was before is put in front of it. */
const keptCharacters = 256 * 1024;

interface FunctionLog {
  readonly channel: OutputChannel;
  readonly buffer: TextBuffer;
  /** What came since the window opened; undefined once what was before has been read. */
  recent: RecentText | undefined;
}

/** One output channel a function, made when there is something to say or to show. */
export class FunctionLogs implements Disposable {
  readonly #clock: Clock;
  readonly #history: LogHistory;
  readonly #owned = new DisposableStore();
  readonly #logs = new Map<string, FunctionLog>();

  constructor(clock: Clock, history: LogHistory) {
    this.#clock = clock;
    this.#history = history;
  }

  /** @param at when it was said, in ms since the epoch. */
  append(connection: Connection, functionName: string, text: string, at = this.#clock.now()): void {
    if (this.#owned.disposed) return;
    const { buffer, recent } = this.#log(connection, functionName);
    const lines = text.endsWith('\n') ? text : `${text}\n`;
    recent?.add(lines, at);
    buffer.append(lines);
  }

  /** Opens the log, which goes on; where the connection can be followed live, with what was before the window opened. */
  async show(target: FunctionTarget): Promise<void> {
    const { connection, live } = target.connection;
    const log = this.#log(connection, target.functionName);
    log.channel.show(true);
    if (live && log.recent !== undefined) await this.#addHistory(target, log, log.recent);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #addHistory(target: FunctionTarget, log: FunctionLog, recent: RecentText): Promise<void> {
    let history: string;
    try {
      // What is said while it is read comes by itself.
      history = await this.#history(target, Math.floor(recent.since ?? this.#clock.now()));
    } catch (error) {
      // What comes can be followed all the same; the next opening tries again.
      log.buffer.append(`${l10n.t('What was logged before cannot be read: {0}', messageOf(error))}\n`);
      return;
    }
    // Opened twice, or closed meanwhile.
    if (log.recent !== recent || this.#owned.disposed) return;
    log.recent = undefined;
    const whole = `${history}${recent.toString()}`;
    log.buffer.drop();
    log.channel.replace(whole === '' ? nothing(target) : whole);
  }

  #log(connection: Connection, functionName: string): FunctionLog {
    const key = keyOf(connection, functionName);
    const known = this.#logs.get(key);
    if (known !== undefined) return known;
    const channel = this.#owned.add(window.createOutputChannel(`Lambda: ${functionName} (${connection.label})`, 'log'));
    const buffer = this.#owned.add(new TextBuffer(this.#clock, gatherMs, (text) => channel.append(text)));
    const log: FunctionLog = { channel, buffer, recent: new RecentText(keptCharacters) };
    this.#logs.set(key, log);
    return log;
  }
}

/** An empty channel looks broken. */
function nothing({ functionName }: FunctionTarget): string {
  return `${l10n.t('{0} has logged nothing yet.', functionName)}\n`;
}

function keyOf(connection: Connection, functionName: string): string {
  return `${connection.id}/${functionName}`;
}
