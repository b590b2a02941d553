'use strict';

const net = require('node:net');
const { HttpResponses } = require('./httpResponses.cjs');

const root = '/2018-06-01/runtime/invocation/';
/** A cause that is longer, or not plain ASCII, stays out of its header. */
const longestCause = 4096;

/**
 * The Runtime API over one connection, with the interface of AWS's native client: `next()` resolves `{ bodyJson, headers }`;
 * `done` and `error` send and return at once, and what follows them waits for the answer.
 *
 * The process lives no longer than the service: a connection that ends while `next` waits, and a service that
 * does not listen any more, call `exit`. Only an outstanding request keeps the process alive, as with the native client.
 */
class RuntimeApi {
  #host;
  #port;
  #exit;
  #socket;
  /** Requests in order; the first is on its way once `#sent`. */
  #queue = [];
  #sent = false;
  /** Settles when what comes before the next invocation is over. */
  #held;

  constructor(host, port, exit) {
    this.#host = host;
    this.#port = port;
    this.#exit = exit;
    this.#connect();
  }

  async next() {
    await this.#held;
    return new Promise((resolve, reject) => {
      this.#request({
        head: `GET ${root}next HTTP/1.1\r\nHost: ${this.#host}:${this.#port}\r\n\r\n`,
        body: '',
        waits: true,
        lost: false,
        answer: ({ status, headers, body }) => {
          if (status === 200) resolve({ bodyJson: body.toString('utf8'), headers });
          else reject(new Error(`The Runtime API refused to give the next invocation: ${status} ${body.toString('utf8')}`));
        },
      });
    });
  }

  /** The next invocation is not asked for before this request, on a connection of its own, is closed. */
  holdNext(request) {
    this.#held = new Promise((resolve) => request.once('close', resolve));
  }

  done(id, body) {
    this.#post(`${id}/response`, body, '');
  }

  error(id, body, cause) {
    const told = cause !== undefined && cause.length <= longestCause && /^[\x20-\x7e]+$/.test(cause);
    this.#post(`${id}/error`, body, told ? `Lambda-Runtime-Function-XRay-Error-Cause: ${cause}\r\n` : '');
  }

  #post(path, body, headers) {
    this.#request({
      head:
        `POST ${root}${path} HTTP/1.1\r\nHost: ${this.#host}:${this.#port}\r\nContent-Type: application/json\r\n` +
        `${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
      body,
      waits: false,
      lost: false,
      // Whether it was accepted is the service's to act upon: a response that is too large is refused and told to the caller.
      answer() {},
    });
  }

  #request(request) {
    this.#queue.push(request);
    this.#send();
  }

  /** One request at a time: the service sees an answer before it is asked for the next invocation. */
  #send() {
    const request = this.#queue[0];
    if (request === undefined || this.#sent) return;
    this.#sent = true;
    this.#socket.ref();
    this.#socket.write(request.head + request.body);
  }

  #connect() {
    this.#sent = false;
    const socket = net.connect({ host: this.#host, port: this.#port, noDelay: true });
    const responses = new HttpResponses((response) => this.#answered(response));
    let connected = false;
    this.#socket = socket;
    if (this.#queue.length === 0) socket.unref();
    socket.once('connect', () => (connected = true));
    socket.on('data', (bytes) => this.#read(responses, bytes));
    // What went wrong shows in the connection's end.
    socket.on('error', () => {});
    socket.once('close', () => {
      if (socket === this.#socket) this.#closed(connected);
    });
    this.#send();
  }

  #read(responses, bytes) {
    try {
      responses.push(bytes);
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
      this.#exit(1);
    }
  }

  #answered(response) {
    const request = this.#queue.shift();
    this.#sent = false;
    if (this.#queue.length === 0) this.#socket.unref();
    if (response.close) {
      this.#socket.destroy();
      this.#connect();
    }
    request?.answer(response);
    this.#send();
  }

  /** A service may close a connection that idles, or refuse a body halfway; one that does not listen any more is gone. */
  #closed(connected) {
    const request = this.#queue[0];
    if (!connected || (this.#sent && request.waits)) {
      this.#exit(0);
      return;
    }
    if (this.#sent && request.lost) this.#queue.shift();
    else if (this.#sent) request.lost = true;
    this.#connect();
  }
}

module.exports = { RuntimeApi };
