import { l10n } from 'vscode';
import type { StreamResult, StreamStart } from '../../aws/lambdaApi.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { formatMilliseconds } from '../ui/formats.ts';
import { functionErrorText } from './functionErrorText.ts';
import { factLines, heading, prettyJson, section, targetName } from './invocationReport.ts';

/** As much of a response is shown, in characters: editors are slow with more. */
const shownCharacters = 6 * 1024 * 1024;

/** What an answer editor says of a streamed response, piece by piece. */
export class StreamReport {
  readonly #write: (text: string) => void;
  readonly #decoder = new TextDecoder();
  #bytes = 0;
  #chunks = 0;
  #shown = 0;
  #atLineStart = true;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** @param startMs from the call to the first byte of the answer. */
  start(target: FunctionTarget, { status, executedVersion, requestId }: StreamStart, startMs: number): void {
    const facts = factLines([
      [l10n.t('Function'), targetName(target)],
      [l10n.t('Status'), String(status)],
      [l10n.t('Executed version'), executedVersion],
      [l10n.t('First byte'), formatMilliseconds(startMs)],
      [l10n.t('Request ID'), requestId],
    ]);
    this.#write([...facts, '', heading(l10n.t('Response, as it arrives')), ''].join('\n'));
  }

  chunk(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#chunks += 1;
    this.#text(this.#decoder.decode(bytes, { stream: true }));
  }

  end({ functionError, errorDetails, logTail, elapsedMs }: StreamResult): void {
    const details = errorDetails === undefined ? undefined : (functionErrorText(errorDetails) ?? prettyJson(errorDetails));
    const error = functionError === undefined ? undefined : [functionError, details].filter((line) => line !== undefined).join('\n');
    this.#close(l10n.t('End, after {0}', formatMilliseconds(elapsedMs)), [
      ...section(l10n.t('Error'), error),
      ...section(l10n.t('Log (its last 4 KB)'), logTail?.trimEnd()),
    ]);
  }

  /** For a response that did not come to its end. */
  breakOff(reason: string, elapsedMs: number): void {
    this.#close(l10n.t('Broken off, after {0}', formatMilliseconds(elapsedMs)), [reason]);
  }

  #close(title: string, more: readonly string[]): void {
    this.#text(this.#decoder.decode());
    const received = l10n.t('{0} bytes in {1} chunks', this.#bytes, this.#chunks);
    this.#write([...(this.#atLineStart ? [] : ['']), ...section(title, received), ...more, ''].join('\n'));
  }

  #text(text: string): void {
    const room = shownCharacters - this.#shown;
    if (text === '' || room <= 0) return;
    // The eight NULs between a response's headers and its body would not be seen.
    const shown = text.slice(0, room).replaceAll('\0', '␀');
    this.#shown += shown.length;
    this.#write(text.length > room ? `${shown}\n${l10n.t('(The rest is not shown.)')}` : shown);
    this.#atLineStart = shown.endsWith('\n');
  }
}
