/**
 * The floor of a warm invocation: a bare relay with the same message pattern and nothing else. One server takes calls, another
 * hands them to a worker that polls for them; the worker's answer is the call's. Prints the port of the first.
 */
import { fork } from 'node:child_process';
import http from 'node:http';

const [role, port] = process.argv.slice(2);
if (role === 'worker') work(Number(port));
else relay();

function relay() {
  let poll;
  let call;
  const worker = http.createServer((request, response) => {
    if (request.method === 'GET') {
      poll = response;
      return hand();
    }
    read(request, (body) => {
      response.writeHead(202, { 'Content-Length': 0 }).end();
      const answered = call.response;
      call = undefined;
      answered.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
    });
  });
  const front = http.createServer((request, response) => {
    read(request, (body) => {
      call = { response, body, taken: false };
      hand();
    });
  });
  function hand() {
    if (poll === undefined || call === undefined || call.taken) return;
    call.taken = true;
    const waiting = poll;
    poll = undefined;
    waiting.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': call.body.length }).end(call.body);
  }
  worker.keepAliveTimeout = 0;
  worker.listen(0, '127.0.0.1', () => {
    const child = fork(new URL(import.meta.url).pathname, ['worker', String(worker.address().port)]);
    front.listen(0, '127.0.0.1', () => process.stdout.write(`${front.address().port}\n`));
    process.on('SIGTERM', () => {
      child.kill();
      process.exit(0);
    });
  });
}

function work(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const send = (method, path, body, done) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, agent, headers: body ? { 'Content-Length': body.length } : {} }, (response) =>
      read(response, done),
    );
    request.end(body);
  };
  const loop = () => send('GET', '/next', undefined, (event) => send('POST', '/response', Buffer.from(JSON.stringify(JSON.parse(event))), loop));
  loop();
}

function read(stream, done) {
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk)).on('end', () => done(Buffer.concat(chunks)));
}
