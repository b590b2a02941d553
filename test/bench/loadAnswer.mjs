/** What a load is measured against: it speaks Lambda's Invoke, and answers at once. Prints its port. */
import http from 'node:http';

const answer = Buffer.from('{"hello":"world"}');
const headers = { 'Content-Type': 'application/json', 'Content-Length': answer.length };

const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    // It knows of no function's configuration.
    if (request.method === 'GET') response.writeHead(404, { 'Content-Length': 0 }).end();
    else response.writeHead(200, headers).end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
