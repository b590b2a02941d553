/**
 * The floor of a streamed response: one server takes calls, another hands them to a worker that polls for them; the chunks of the worker's
 * answer are the call's, as they come. Prints the port of the first. A call's path says how many megabytes it wants.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';

const [role, port] = process.argv.slice(2);
if (role === 'worker') void work(Number(port));
else relay();

function relay() {
  let poll;
  let call;
  const worker = http.createServer((request, response) => {
    if (request.method === 'GET') {
      poll = response;
      return hand();
    }
    const answered = call.response;
    call = undefined;
    answered.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    request.pipe(answered);
    request.on('end', () => response.writeHead(202, { 'Content-Length': 0 }).end());
  });
  const front = http.createServer((request, response) => {
    request.resume().on('end', () => {
      call = { response, megabytes: request.url.slice(1), taken: false };
      hand();
    });
  });
  function hand() {
    if (poll === undefined || call === undefined || call.taken) return;
    call.taken = true;
    const waiting = poll;
    poll = undefined;
    waiting.writeHead(200, { 'Content-Length': call.megabytes.length }).end(call.megabytes);
  }
  worker.listen(0, '127.0.0.1', () => {
    const child = fork(new URL(import.meta.url).pathname, ['worker', String(worker.address().port)]);
    front.listen(0, '127.0.0.1', () => process.stdout.write(`${front.address().port}\n`));
    process.on('SIGTERM', () => {
      child.kill();
      process.exit(0);
    });
  });
}

async function work(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const open = (method, path) => http.request({ host: '127.0.0.1', port, method, path, agent });
  for (;;) {
    const poll = open('GET', '/next');
    poll.end();
    const [event] = await once(poll, 'response');
    let text = '';
    for await (const piece of event) text += piece;
    const answer = open('POST', '/response');
    for (let sent = 0; sent < Number(text) * 16; sent += 1) if (!answer.write(chunk)) await once(answer, 'drain');
    answer.end();
    const [accepted] = await once(answer, 'response');
    accepted.resume();
    await once(accepted, 'end');
  }
}
