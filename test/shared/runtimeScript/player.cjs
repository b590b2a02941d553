// A runtime that plays what it is told, byte for byte, over raw sockets: first the steps of its variable SCRIPT, or of script.json beside
// it, then those of each event. What it is answered it prints, as lines `SAW label json`. Steps: see steps.ts.
const { spawn } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const connections = new Map();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The event that is being played, and one that came meanwhile. */
let current;
let upcoming;

function connection(name = 'main') {
  let found = connections.get(name);
  if (found === undefined) {
    const socket = net.connect(Number(port), host);
    found = { socket, received: Buffer.alloc(0), closed: false, wake: () => {} };
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      found.received = Buffer.concat([found.received, chunk]);
      found.wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      found.closed = true;
      found.wake();
    });
    connections.set(name, found);
  }
  return found;
}

const filled = (text) => text.replaceAll('{host}', `${host}:${port}`).replaceAll('{id}', current?.id ?? 'none').replaceAll('{former}', current?.former ?? 'none');

function write(socket, bytes) {
  return new Promise((resolve) => socket.write(bytes, resolve));
}

/** One answer, whole; undefined where the connection closed before. */
async function readAnswer(name) {
  const from = connection(name);
  for (;;) {
    const end = from.received.indexOf('\r\n\r\n');
    if (end >= 0) {
      const [line, ...fields] = from.received.toString('latin1', 0, end).split('\r\n');
      const headers = Object.fromEntries(fields.map((field) => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 1).trim()]));
      const whole = end + 4 + Number(headers['content-length'] ?? 0);
      if (from.received.length >= whole) {
        const body = from.received.subarray(end + 4, whole);
        from.received = from.received.subarray(whole);
        return { status: Number(line.split(' ')[1]), headers, body };
      }
    }
    if (from.closed) return undefined;
    await new Promise((resolve) => (from.wake = resolve));
  }
}

function tell(label, what) {
  process.stdout.write(`SAW ${label} ${JSON.stringify(what)}\n`);
}

function saw(label, answer) {
  if (answer === undefined) return tell(label, { closed: true });
  const id = answer.headers['lambda-runtime-aws-request-id'];
  if (id === undefined) {
    let errorType;
    try {
      ({ errorType } = JSON.parse(answer.body));
    } catch {}
    return tell(label, { status: answer.status, errorType });
  }
  const again = id === current?.id;
  if (!again) upcoming = { id, former: current?.id, steps: JSON.parse(answer.body).steps ?? [] };
  tell(label, { status: answer.status, event: again ? 'again' : 'new', bytes: answer.body.length });
}

const deeds = {
  async send({ on, text, pieces = 1, everyMs = 0 }) {
    const { socket } = connection(on);
    const bytes = Buffer.from(filled(text), 'latin1');
    const size = Math.max(1, Math.ceil(bytes.length / pieces));
    for (let at = 0; at < bytes.length; at += size) {
      await write(socket, bytes.subarray(at, at + size));
      if (everyMs > 0) await pause(everyMs);
    }
  },
  fill: ({ on, bytes }) => write(connection(on).socket, Buffer.alloc(bytes, 'x')),
  chunks: async ({ on, count, text, everyMs = 0 }) => {
    const { socket } = connection(on);
    for (let left = count; left !== 0 && !connection(on).closed; left -= 1) {
      await write(socket, `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
      await pause(everyMs);
    }
  },
  async read({ on, as }) {
    saw(as, await readAnswer(on));
  },
  /** Takes so many bytes a time from the socket, with a pause between. */
  async readSlowly({ on, as, bytes, everyMs, times }) {
    const from = connection(on);
    from.socket.removeAllListeners('data');
    from.socket.pause();
    for (let left = times; left > 0; left -= 1) {
      const chunk = from.socket.read(bytes) ?? from.socket.read();
      if (chunk !== null) from.received = Buffer.concat([from.received, chunk]);
      await pause(everyMs);
    }
    from.socket.on('data', (chunk) => {
      from.received = Buffer.concat([from.received, chunk]);
      from.wake();
    });
    from.socket.resume();
    saw(as, await readAnswer(on));
  },
  close({ on }) {
    connection(on).socket.destroy();
    connections.delete(on ?? 'main');
  },
  half: ({ on }) => void connection(on).socket.end(),
  pause: ({ ms }) => pause(ms),
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  print: ({ text }) => void process.stdout.write(text),
  exit: ({ status }) => process.exit(status),
  kill: ({ signal }) => {
    process.kill(process.pid, signal);
    return deeds.hang();
  },
  /** A child, in a group of its own or not, that holds the connection. */
  fork({ on, detached }) {
    const child = spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', connection(on).socket], detached });
    child.unref();
    tell('fork', { pid: child.pid });
  },
  /** Takes memory, and keeps it. */
  eat: ({ megabytes }) => void (globalThis.eaten = Buffer.alloc(megabytes * 1024 * 1024, 1)),
};

async function play(steps) {
  for (const step of steps) await deeds[step.do](step);
}

function beginning() {
  const { SCRIPT } = process.env;
  const file = path.join(__dirname, 'script.json');
  if (SCRIPT !== undefined) return JSON.parse(SCRIPT);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

async function run() {
  await play(beginning());
  for (;;) {
    if (upcoming === undefined) {
      if (connection().closed) connections.delete('main');
      await deeds.send({ text: 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {host}\r\n\r\n' });
      await deeds.read({ as: 'loop' });
      // Refused, or cut off.
      if (upcoming === undefined) await pause(20);
      continue;
    }
    current = upcoming;
    upcoming = undefined;
    await play(current.steps);
  }
}

void run();
