import { defaultPriceRegion, pricesAsOf } from '../../lambda/scaling/pricing/priceTable.ts';
import { scalingFigures } from '../../lambda/scaling/rules/figures.ts';
import { type ThrottleRule, throttleRules } from '../../lambda/scaling/rules/verdict.ts';
import type { FunctionResult, Quantiles, SimulationResult } from '../../lambda/scaling/simulation/result.ts';
import { printable } from './printable.ts';
import { chart, timeText } from './simulateChart.ts';

const size = { width: 72, height: 6 };
const monthHours = 730;

/** By each rule: what it is, and what would mend it. */
const rules: Readonly<Record<ThrottleRule, readonly [what: string, mend: string]>> = {
  reservedConcurrency: ['its reserved concurrency is in use', 'Reserve more for it, or make its invocations shorter.'],
  unreservedConcurrency: ['the unreserved concurrency of the account is in use', "Ask AWS for a higher limit of the account, reserve less elsewhere, or make its invocations shorter."],
  scalingRate: [
    `it starts more than ${scalingFigures.environmentStarts.capacity} environments in 10 s`,
    'Provision environments before the rise, or let the traffic rise more slowly, such as by a queue.',
  ],
  reservedRequests: [
    `more than ${scalingFigures.requestsPerConcurrency} requests a second for each unit of its reservation`,
    'Reserve a tenth of the requests a second for it, or let one invocation do the work of several requests.',
  ],
  unreservedRequests: [
    `more than ${scalingFigures.requestsPerConcurrency} requests a second for each unreserved unit of the account`,
    'Ask AWS for a higher limit of the account, or let one invocation do the work of several requests.',
  ],
};

/** What a person reads of a simulation. */
export function simulateReport(result: SimulationResult): string {
  const { mode, seconds, account, functions, cost } = result;
  const several = functions.length > 1;
  const perMonth = seconds > 0 ? (cost.total / seconds) * 3600 * monthHours : 0;
  const parts = [
    `Simulated ${timeText(seconds)}, ${mode === 'exact' ? 'each invocation' : 'what is to be expected on average'}.\n`,
    ...functions.map((fn) => functionText(fn, seconds)),
    ...(several ? [`account: peak concurrency ${whole(account.peakConcurrency)}\n${chart(account.concurrency, seconds, size)}`] : []),
    `Cost ${dollars(cost.total)}, ${dollars(perMonth)} a month at this pace; prices of ${defaultPriceRegion} as of ${pricesAsOf}, without the free tier.\n`,
  ];
  return printable(parts.join('\n'));
}

function functionText({ name, totals, latencyMs, cost, series }: FunctionResult, seconds: number): string {
  const { arrivals, invocations, errors, coldStarts, throttles, provisionedInvocations, spilloverInvocations, dropped, waiting } = totals;
  const throttled = throttleRules.reduce((sum, rule) => sum + throttles[rule], 0);
  const rows: readonly Row[] = [
    ['Arrivals', whole(arrivals), ''],
    ['Invocations', whole(invocations), ''],
    ['Throttled', whole(throttled), share(throttled, throttled + invocations)],
    ['Errors', whole(errors), share(errors, invocations)],
    ['Cold starts', whole(coldStarts), share(coldStarts, invocations)],
    ...seldom('In provisioned environments', provisionedInvocations, share(provisionedInvocations, invocations)),
    ...seldom('Spilled over', spilloverInvocations, share(spilloverInvocations, invocations)),
    ...seldom('Given up', dropped, ''),
    ...seldom('Still waiting', waiting, ''),
    ['Concurrency', whole(totals.peakConcurrency), `at the peak; ${whole(totals.p99Concurrency)} in 99 of 100 seconds; ${whole(totals.peakEnvironments)} environments`],
    ['Latency', '', quantilesText(latencyMs)],
    ['Cost', '', `${dollars(cost.total)}: requests ${dollars(cost.requests)}, durations ${dollars(cost.onDemand + cost.provisionedDuration)}, provisioned ${dollars(cost.provisionedCapacity)}`],
  ];
  const picture = `Concurrency over time\n${chart(series.concurrency, seconds, size)}`;
  const why = throttleRules.filter((rule) => throttles[rule] > 0).map((rule) => throttleText(rule, throttles[rule]));
  return `${name}\n${rows.map(rowText).join('')}${why.length === 0 ? '' : `\n${why.join('')}`}\n${picture}`;
}

type Row = readonly [name: string, figure: string, remark: string];

function seldom(name: string, count: number, remark: string): readonly Row[] {
  return count === 0 ? [] : [[name, whole(count), remark]];
}

function rowText([name, figure, remark]: Row): string {
  return `  ${name.padEnd(28)}${figure === '' ? '' : `${figure.padStart(12)}  `}${remark}`.trimEnd() + '\n';
}

function throttleText(rule: ThrottleRule, count: number): string {
  const [what, mend] = rules[rule];
  return `  ${whole(count)} throttled: ${what}.\n      ${mend}\n`;
}

function quantilesText({ p50, p90, p99, max }: Quantiles): string {
  return `p50 ${milliseconds(p50)}  p90 ${milliseconds(p90)}  p99 ${milliseconds(p99)}  max ${milliseconds(max)}`;
}

function share(part: number, all: number): string {
  return part === 0 || all === 0 ? '' : `${((part / all) * 100).toPrecision(3)} %`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** With as many digits as tell something. */
function dollars(amount: number): string {
  if (amount === 0) return '0 USD';
  return `${amount >= 0.01 ? amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : amount.toPrecision(2)} USD`;
}

function milliseconds(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
