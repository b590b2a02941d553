// Stands in for the Local region's process: as little of its start and its control API as its owner needs, scripted by the arguments.
//   --fail CODE      prints a failed line and ends
//   --crash TEXT     writes TEXT to stderr and ends with code 3 before it is ready
//   --mute           never says that it is ready
//   --foreign        tells of itself in words that its owner does not know
//   --stubborn       ignores that it is asked to end
import { createServer } from 'node:http';

const args = process.argv.slice(2);
const valueOf = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const stubborn = args.includes('--stubborn');
const token = 'token-of-the-stand-in';
const streams = new Set();
const state = { region: 'us-east-1', account: '000000000000', startedAt: 1, accountConcurrency: 1000, rateScale: 1, functions: [], environments: [], problems: [] };

function end() {
  if (!stubborn) process.exit(0);
}
process.on('SIGTERM', end);
process.stdin.on('end', end).resume();

function emit(event) {
  for (const stream of streams) stream.write(`${JSON.stringify(event)}\n`);
}

const routes = {
  'GET /events': (_body, response) => {
    streams.add(response);
    if (args.includes('--foreign')) response.write('{"type":"snapshot","state":"well"}\n');
    else response.write(`${JSON.stringify({ type: 'snapshot', state, history: [] })}\n`);
  },
  'PUT /settings': (body, response) => {
    process.stderr.write(`settings ${body}\n`);
    response.end('{}');
  },
  'PUT /workspace': (body, response) => {
    state.functions = JSON.parse(body).templates.map((name) => ({
      name, timeoutMs: 3000, memoryMegabytes: 128, architecture: 'x86_64', revision: 'r1', provisioned: [], aliases: [],
    }));
    emit({ type: 'functionsChanged', at: 1, accountConcurrency: 1000, rateScale: 1, functions: state.functions });
    response.end(JSON.stringify({ functions: state.functions.map(({ name }) => name), problems: [] }));
  },
  'POST /environments/gone/retire': (_body, response) => {
    response.writeHead(404).end(JSON.stringify({ code: 'ENVIRONMENT_NOT_FOUND', message: 'No such environment.' }));
  },
  'POST /environments/die/retire': () => {
    process.stderr.write('dying as told\n', () => process.exit(7));
  },
  // A line that cannot be read, then one that can.
  'POST /environments/noise/retire': (_body, response) => {
    for (const stream of streams) stream.write('{"type":"unheard"}\n');
    emit({ type: 'problemsChanged', at: 1, problems: [] });
    response.writeHead(202).end();
  },
};

const server = createServer((request, response) => void answer(request, response));

async function answer(request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const route = routes[`${request.method} ${request.url.replace('/.lambda-workbench', '')}`];
  if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end('{"code":"UNAUTHORIZED","message":"No."}');
  else if (route === undefined) response.writeHead(500).end('not json');
  else route(body, response);
}

if (valueOf('--fail') !== undefined) {
  process.stdout.write(`${JSON.stringify({ type: 'failed', code: valueOf('--fail'), message: 'It says why.' })}\n`, () => process.exit(1));
} else if (valueOf('--crash') !== undefined) {
  process.stderr.write(`${valueOf('--crash')}\n`, () => process.exit(3));
} else if (!args.includes('--mute')) {
  server.listen(0, '127.0.0.1', () => {
    const endpoint = `http://127.0.0.1:${server.address().port}`;
    process.stdout.write(`${JSON.stringify({ type: 'ready', endpoint, controlToken: token, functions: [] })}\n`);
  });
} else {
  process.stderr.write('mute\n');
}
