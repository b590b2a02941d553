import { CodedError } from '../../common/codedError.ts';
import { estimateLoad } from '../../lambda/scaling/pricing/estimateLoad.ts';
import type { LoadedFunction } from './loadClient.ts';
import type { LoadCommand } from './loadCommand.ts';
import type { LoadTarget } from './loadTarget.ts';

/** How long an invocation takes, nobody knows before: the estimate says that it supposes this. */
const supposedMs = 100;

export interface ConfirmedLoad {
  readonly command: Pick<LoadCommand, 'functionName' | 'qualifier' | 'rate' | 'rampTo' | 'seconds' | 'confirm'>;
  readonly target: LoadTarget;
  readonly invocations: number;
  /** Undefined where the service does not tell: then nobody knows the cost. */
  readonly fn: LoadedFunction | undefined;
}

/** Throws CodedError `LOAD_NOT_CONFIRMED`, which says with what text it would be, unless the command has exactly that. */
export function checkConfirmation(load: ConfirmedLoad): void {
  const text = confirmationText(load);
  if (load.command.confirm === text) return;
  const why = load.command.confirm === undefined ? 'This is no endpoint on this machine.' : 'What was confirmed is another load.';
  const message = `${why} Nothing was sent. To invoke the function and pay what that costs, add:\n\n  --confirm "${text}"\n`;
  throw new CodedError('LOAD_NOT_CONFIRMED', message, { details: { confirm: text } });
}

/** Without a character that a shell would change between double quotes. */
export function confirmationText({ command, target, invocations, fn }: ConfirmedLoad): string {
  const { functionName, qualifier, rate, rampTo, seconds } = command;
  const pace = `${rampTo === undefined ? rate : `${rate} to ${rampTo}`}/s for ${seconds} s`;
  const version = qualifier === undefined || qualifier === '$LATEST' ? '' : ` ${qualifier}`;
  return `${functionName}${version} ${placeOf(target, fn)}: ${pace}, ${invocations} invocations, ${costOf(invocations, fn)}`.replaceAll(/["$`\\!%]/g, '_');
}

function placeOf(target: LoadTarget, fn: LoadedFunction | undefined): string {
  const [, , , region, account] = fn?.arn.split(':') ?? [];
  if (target.type === 'endpoint') return `at ${target.endpoint}`;
  const where = [
    `in ${region ?? target.region ?? 'an unknown Region'}`,
    ...(account === undefined ? [] : [`account ${account}`]),
    ...(target.profile === undefined ? [] : [`profile ${target.profile}`]),
    ...(target.endpoint === undefined ? [] : [`at ${target.endpoint}`]),
  ];
  return where.join(', ');
}

function costOf(invocations: number, fn: LoadedFunction | undefined): string {
  if (fn === undefined) return 'cost unknown';
  const { memoryMegabytes, architecture, arn, timeoutSeconds } = fn;
  const region = arn.split(':')[3];
  const cost = (meanMs: number): string => dollars(estimateLoad({ invocations, memoryMegabytes, meanMs, architecture, ...(region !== undefined && { region }) }));
  const timeoutMs = timeoutSeconds * 1000;
  const likely = Math.min(supposedMs, timeoutMs);
  return `about ${cost(likely)} at ${likely} ms each and at most ${cost(timeoutMs)}`;
}

/** Rounded up. */
function dollars(amount: number): string {
  return `${(Math.ceil(amount * 100) / 100).toFixed(2)} USD`;
}
