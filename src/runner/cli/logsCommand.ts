import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { checked, usageError } from './usageError.ts';

export interface LogsCommand {
  readonly type: 'logs';
  /** A function's name, or a log group's, which begins with a slash. */
  readonly name: string;
  readonly follow: boolean;
  /** From when on: milliseconds before now, or since the epoch. */
  readonly since: { readonly agoMs: number } | { readonly at: number };
  /** A filter pattern of CloudWatch Logs. */
  readonly filter: string | undefined;
  readonly endpoint: string | undefined;
}

export const logsUsage = '  lambda-workbench logs NAME [--follow] [--since 10m] [--filter PATTERN] [--endpoint URL]\n';
export const logsHelp = `logs    prints what a function wrote to its log in the last ten minutes, or since another time (90s, 10m, 2h, 3d, or a date), and with
        --follow what it writes from now on. NAME may be a log group, such as /aws/lambda/hello. --filter takes CloudWatch Logs' patterns:
        'ERROR', '?WARN ?ERROR', '{ $.level = "ERROR" }'.
`;

const options = {
  follow: { type: 'boolean', default: false },
  since: { type: 'string', default: '10m' },
  filter: { type: 'string' },
  endpoint: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** @param args behind the command's name. Throws CodedError `USAGE`. */
export function parseLogs(args: readonly string[]): LogsCommand {
  const { values, positionals } = checked(() => parseArgs({ args: [...args], options, allowPositionals: true }));
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw usageError('logs wants the name of one function.');
  return { type: 'logs', name, follow: values.follow, since: parseSince(values.since), filter: values.filter, endpoint: values.endpoint };
}

function parseSince(text: string): LogsCommand['since'] {
  const [, figure, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  if (figure !== undefined) return { agoMs: Number(figure) * (unitMs[unit] ?? 0) };
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw usageError(`--since wants a time such as 90s, 10m, 2h, 3d or 2026-11-21T09:00:00Z, not "${text}".`);
  return { at };
}
