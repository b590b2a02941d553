import { request, type Agent } from 'node:http';

export interface Row {
  readonly name: string;
  readonly measured: string;
  readonly beside: string;
  readonly ratio?: number;
  readonly aim: string;
}

/** The row of what cannot be measured here. */
export function notMeasured(name: string, tool: string): Row {
  return { name, measured: `not measured: \`${tool}\` does not run here`, beside: '', aim: '' };
}

/** The value below which the share `q` (0–1) of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** Round trip of one POST in ms. */
export async function post(agent: Agent, port: number, path: string, body: Buffer): Promise<number> {
  const started = performance.now();
  await read(agent, port, path, body, () => {});
  return performance.now() - started;
}

/** The text that one POST is answered with. */
export async function answerOf(agent: Agent, port: number, path: string, body: Buffer): Promise<string> {
  let text = '';
  await read(agent, port, path, body, (chunk) => (text += chunk.toString()));
  return text;
}

/** The bytes that one POST is answered with, as they come over the wire. */
export async function bytesOf(agent: Agent, port: number, path: string, body: Buffer): Promise<number> {
  let bytes = 0;
  await read(agent, port, path, body, (chunk) => (bytes += chunk.length));
  return bytes;
}

function read(agent: Agent, port: number, path: string, body: Buffer, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers: { 'Content-Length': body.length } }, (response) => {
      response.on('data', take).on('error', reject).on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`The call was answered with ${response.statusCode ?? 0}.`));
      });
    });
    call.on('error', reject).end(body);
  });
}

export function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(1)} s`;
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ name, measured, beside, ratio, aim }) => [name, measured, beside, ratio === undefined ? '' : ratio.toFixed(2), aim]);
  return [['What', 'Measured', 'Beside it', 'Ratio', 'Aim'], ['---', '---', '---', '---', '---'], ...cells]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}
