import { parseSchedule, type ScheduleProblem } from '../../../lambda/scaling/autoScaling/schedule.ts';

export type CheckedSchedule =
  | { readonly type: 'problem'; readonly problem: ScheduleProblem | 'past' }
  /** Milliseconds since the epoch. */
  | { readonly type: 'next'; readonly next: number };

/** When a schedule would run first, or why it never does. */
export function checkSchedule(expression: string, timeZone: string, now: number): CheckedSchedule {
  const schedule = parseSchedule({ expression, timeZone, createdAt: now });
  if (typeof schedule === 'string') return { type: 'problem', problem: schedule };
  const next = schedule.next(now);
  return next === undefined ? { type: 'problem', problem: 'past' } : { type: 'next', next };
}

/** Whether it goes by the clock on a wall: a rate has no time zone. */
export function hasTimeZone(expression: string): boolean {
  return !expression.trim().startsWith('rate(');
}

/** A name to begin with: `cron(0 8 ? * MON-FRI *)` is `cron-0-8-MON-FRI`. */
export function scheduleName(expression: string): string {
  return expression.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

/** Source: API reference of Application Auto Scaling, ScheduledActionName: 1 to 256 characters, no colon, slash, bar or control character, no space at its ends. */
export function isScheduleName(name: string): boolean {
  return name.length <= 256 && /^(?! )[^\p{Cc}:/|]+(?<! )$/u.test(name);
}

/** `at(…)` on the next day at a full hour, as a clock in the zone shows it. */
export function tomorrowAt(hour: number, timeZone: string, now: number): string {
  const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now).split('-').map(Number);
  const date = new Date(Date.UTC(year ?? 1970, (month ?? 1) - 1, (day ?? 1) + 1)).toISOString().slice(0, 10);
  return `at(${date}T${String(hour).padStart(2, '0')}:00:00)`;
}
