import type { HeaderField } from '../../lambda/url/headerFields.ts';
import { sentHeaders } from '../../lambda/url/sentHeaders.ts';
import type { InvocationResult } from '../environment/invocation.ts';
import type { ResponseStream } from '../environment/responseStream.ts';
import { CallerGone } from '../invoke/chunkChannel.ts';
import { PreludeReader, preludeType } from './preludeReader.ts';
import type { UrlAnswerSender } from './urlAnswerSender.ts';
import { urlErrors } from './urlErrors.ts';

const defaultType = 'application/octet-stream';

/** A function's response on its way to the caller of a URL in RESPONSE_STREAM mode. */
export class StreamedAnswer implements ResponseStream {
  readonly #sender: UrlAnswerSender;
  #contentType: string | undefined;
  #prelude: PreludeReader | undefined;
  #began = false;
  #bad = false;

  constructor(sender: UrlAnswerSender) {
    this.#sender = sender;
  }

  begin(contentType: string | undefined): void {
    this.#began = true;
    this.#contentType = contentType;
    if (contentType?.split(';', 1)[0]?.trim().toLowerCase() === preludeType) this.#prelude = new PreludeReader();
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.#bad || this.#sender.gone) throw new CallerGone('Nobody takes this response.');
    if (this.#prelude !== undefined) return this.#readPrelude(this.#prelude, chunk);
    if (!this.#sender.begun) this.#sender.begin(200, [typeHeader(this.#contentType ?? defaultType)]);
    await this.#sender.write(chunk);
  }

  /** The function is done, or has failed: an answer that has begun is cut then. */
  finish({ payload, functionError }: Pick<InvocationResult, 'payload' | 'functionError'>): void {
    if (functionError !== undefined || this.#bad || (this.#began && this.#prelude !== undefined)) return this.fail();
    // What a handler answers that does not stream is the body as it is.
    if (!this.#began) return this.#sender.send({ status: 200, headers: [typeHeader('application/json')], body: payload });
    if (!this.#sender.begun) this.#sender.begin(200, [typeHeader(this.#contentType ?? defaultType)]);
    this.#sender.end();
  }

  fail(): void {
    if (this.#sender.begun) this.#sender.cut();
    else this.#sender.send(urlErrors.failed);
  }

  async #readPrelude(reader: PreludeReader, chunk: Buffer): Promise<void> {
    const result = reader.take(chunk);
    if (result.type === 'more') return;
    if (result.type === 'bad') {
      this.#bad = true;
      throw new CallerGone('The response does not begin with its status and headers.');
    }
    this.#prelude = undefined;
    const { head, rest } = result;
    this.#sender.begin(head.status, sentHeaders(head.headers));
    if (rest.length > 0) await this.#sender.write(rest);
  }
}

function typeHeader(type: string): HeaderField {
  return ['Content-Type', type];
}
