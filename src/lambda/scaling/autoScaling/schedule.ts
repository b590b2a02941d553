import { type Cron, parseCron } from './cron.ts';
import { type ZoneTime, zoneTime } from './zoneTime.ts';

/** When a scheduled action is to run. Milliseconds since the epoch. */
export interface ScheduleTimes {
  /** `at(yyyy-mm-ddThh:mm:ss)`, `rate(value unit)` or `cron(fields)`. */
  readonly expression: string;
  /** An IANA name; UTC where left out. A rate has none. */
  readonly timeZone?: string;
  /** Where neither is before it, what a rate counts from. */
  readonly createdAt: number;
  /** It runs then, and as it recurs after that. */
  readonly startTime?: number;
  /** It runs no more after that. */
  readonly endTime?: number;
}

export interface Schedule {
  readonly type: 'at' | 'rate' | 'cron';
  /** The first time after `instant`; undefined where there is none any more. Milliseconds since the epoch. */
  next(instant: number): number | undefined;
}

/** What is wrong with a schedule. */
export type ScheduleProblem = 'expression' | 'timeZone';

/**
 * Source: Application Auto Scaling User Guide, "Scheduled scaling": an action with a start time runs then, and after that as it recurs.
 * Dates are those of the time zone; a start and an end are instants.
 */
export function parseSchedule(times: ScheduleTimes): Schedule | ScheduleProblem {
  const zone = zoneTime(times.timeZone);
  if (zone === undefined) return 'timeZone';
  const [, type = '', inner = ''] = /^(at|rate|cron)\((.*)\)$/.exec(times.expression.trim()) ?? [];
  if (type === 'at') return atSchedule(inner, zone) ?? 'expression';
  if (type === 'rate') return rateSchedule(inner, times) ?? 'expression';
  const cron = type === 'cron' ? parseCron(inner) : undefined;
  return cron === undefined ? 'expression' : cronSchedule(cron, zone, times);
}

function atSchedule(text: string, zone: ZoneTime): Schedule | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const local = Date.parse(`${text}Z`);
  // Dates that are none, such as of the 30th of February, come back as others.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(text)) return undefined;
  const instant = zone.toInstant(local);
  return { type: 'at', next: (after) => (instant > after ? instant : undefined) };
}

const hourMs = 3_600_000;
const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: hourMs, day: 86_400_000 };

/** One is of a singular unit, more are of its plural. Source: EventBridge User Guide, "Rate expressions". */
function rateSchedule(text: string, times: ScheduleTimes): Schedule | undefined {
  const [, digits = '', unit = '', plural] = /^(\d{1,9}) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (digits === '' || value < 1 || (value === 1) !== (plural === '')) return undefined;
  const every = value * (unitMs[unit] ?? 0);
  const { startTime, createdAt } = times;
  const origin = startTime ?? createdAt;
  const first = startTime === undefined ? 1 : 0;
  const next = (after: number): number => origin + Math.max(first, Math.floor((after - origin) / every) + 1) * every;
  return { type: 'rate', next: (after) => ended(next(after), times) };
}

function cronSchedule(cron: Cron, zone: ZoneTime, times: ScheduleTimes): Schedule {
  const { startTime } = times;
  const next = (after: number): number | undefined => {
    if (startTime !== undefined && after < startTime) return startTime;
    // In the hours that come twice, which are two at some places: what was then is over.
    for (let from = after; ; from += hourMs) {
      const found = cron.next(zone.toLocal(from));
      const instant = found && zone.toInstant(found);
      if (instant === undefined || instant > after) return instant;
    }
  };
  return { type: 'cron', next: (after) => ended(next(after), times) };
}

function ended(instant: number | undefined, { endTime }: ScheduleTimes): number | undefined {
  return instant === undefined || (endTime !== undefined && instant > endTime) ? undefined : instant;
}
