'use strict';

/**
 * Reads HTTP/1.1 responses, one after the other, from the bytes of a connection; `onResponse({ status, headers, body, close })` for each.
 * Header names are lower case; header values are UTF-8, as AWS's native client reads them. Throws on what is no HTTP.
 */
class HttpResponses {
  #onResponse;
  /** What the next bytes are: `head`, `body`, `chunkSize`, `chunk`, `chunkEnd` or `trailers`. */
  #state = 'head';
  /** The beginning of a line that has not ended yet. */
  #line = '';
  #status = 0;
  #headers = {};
  #body = [];
  /** Bytes of the body, or of the chunk, that are still to come. */
  #missing = 0;

  constructor(onResponse) {
    this.#onResponse = onResponse;
  }

  push(bytes) {
    let at = 0;
    while (at < bytes.length) at = this.#inBody ? this.#takeBody(bytes, at) : this.#takeLine(bytes, at);
  }

  get #inBody() {
    return this.#state === 'body' || this.#state === 'chunk';
  }

  /** Lines are latin1 here: one character is one byte. Answers where the line ended. */
  #takeLine(bytes, from) {
    const end = bytes.indexOf(10, from);
    this.#line += bytes.toString('latin1', from, end === -1 ? bytes.length : end);
    if (end === -1) return bytes.length;
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    this.#readLine(line);
    return end + 1;
  }

  #readLine(line) {
    switch (this.#state) {
      case 'head':
        if (this.#status === 0) this.#readStatus(line);
        else if (line === '') this.#beginBody();
        else this.#readHeader(line);
        break;
      case 'chunkSize':
        this.#readChunkSize(line);
        break;
      case 'chunkEnd':
        this.#state = 'chunkSize';
        break;
      case 'trailers':
        if (line === '') this.#finish();
        break;
    }
  }

  #readStatus(line) {
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(line);
    if (status === null) throw new Error(`The Runtime API answered what is no HTTP: ${line.slice(0, 80)}`);
    this.#status = Number(status[1]);
  }

  #readHeader(line) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).trim();
    this.#headers[line.slice(0, colon).toLowerCase()] = isAscii(value) ? value : Buffer.from(value, 'latin1').toString('utf8');
  }

  #beginBody() {
    if (this.#status < 200) {
      this.#reset();
    } else if (this.#headers['transfer-encoding'] !== undefined) {
      this.#state = 'chunkSize';
    } else {
      this.#missing = this.#status === 204 || this.#status === 304 ? 0 : Number(this.#headers['content-length'] ?? 0);
      this.#state = 'body';
      if (this.#missing === 0) this.#finish();
    }
  }

  #readChunkSize(line) {
    const size = Number.parseInt(line, 16);
    if (Number.isNaN(size)) throw new Error('The Runtime API answered a chunk without a size.');
    this.#missing = size;
    this.#state = size === 0 ? 'trailers' : 'chunk';
  }

  #takeBody(bytes, from) {
    const end = Math.min(bytes.length, from + this.#missing);
    this.#body.push(bytes.subarray(from, end));
    this.#missing -= end - from;
    if (this.#missing === 0 && this.#state === 'chunk') this.#state = 'chunkEnd';
    else if (this.#missing === 0) this.#finish();
    return end;
  }

  #finish() {
    const body = this.#body.length === 1 ? this.#body[0] : Buffer.concat(this.#body);
    const response = { status: this.#status, headers: this.#headers, body, close: /close/i.test(this.#headers.connection ?? '') };
    this.#reset();
    this.#onResponse(response);
  }

  #reset() {
    this.#state = 'head';
    this.#status = 0;
    this.#headers = {};
    this.#body = [];
  }
}

function isAscii(text) {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

module.exports = { HttpResponses };
