/** What a field of a cron expression may hold. */
interface FieldRange {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Source: Amazon EventBridge User Guide, "Cron expressions reference", which Application Auto Scaling's guide names. */
const ranges = {
  minutes: { min: 0, max: 59 },
  hours: { min: 0, max: 23 },
  dayOfMonth: { min: 1, max: 31 },
  month: { min: 1, max: 12, names: months },
  /** 1 is Sunday. */
  dayOfWeek: { min: 1, max: 7, names: weekdays },
  year: { min: 1970, max: 2199 },
} as const satisfies Record<string, FieldRange>;

export type CronFieldName = keyof typeof ranges;

/** A day of a month: its number, how many days the month has, and its weekday from 1 for Sunday. */
export interface CronDay {
  readonly day: number;
  readonly days: number;
  readonly weekday: number;
}

export type DayRule = (day: CronDay) => boolean;

/** The values of a field, in their order; undefined where the text is none of its forms: lists, ranges, `*` and steps. */
export function fieldValues(name: CronFieldName, text: string): readonly number[] | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const found = itemValues(ranges[name], item);
    if (found === undefined) return undefined;
    for (const value of found) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** Days by the fields of a month's day and a week's day, one of which is `?`; undefined where they are none. */
export function dayRule(ofMonth: string, ofWeek: string): DayRule | undefined {
  if ((ofMonth === '?') === (ofWeek === '?')) return undefined;
  const [text, rule] = ofMonth === '?' ? [ofWeek, weekdayRule] : [ofMonth, monthdayRule];
  const rules: DayRule[] = [];
  for (const item of text.split(',')) {
    const found = rule(item);
    if (found === undefined) return undefined;
    rules.push(found);
  }
  return (day) => rules.some((matches) => matches(day));
}

/** `L` is the last day, `15W` the weekday next to the 15th, `LW` the last weekday. */
function monthdayRule(item: string): DayRule | undefined {
  if (item === 'L') return ({ day, days }) => day === days;
  if (item === 'LW') return (date) => date.day === nearestWeekday(date, date.days);
  const [, nearest] = /^(\d{1,2})W$/.exec(item) ?? [];
  if (nearest !== undefined) {
    const wanted = Number(nearest);
    if (wanted < 1 || wanted > ranges.dayOfMonth.max) return undefined;
    return (date) => wanted <= date.days && date.day === nearestWeekday(date, wanted);
  }
  const values = fieldValues('dayOfMonth', item);
  return values && (({ day }) => values.includes(day));
}

/** `L` is Saturday, `6L` the last Friday of the month, `6#3` the third. */
function weekdayRule(item: string): DayRule | undefined {
  if (item === 'L') return ({ weekday }) => weekday === ranges.dayOfWeek.max;
  const [, last] = /^([A-Z]{3}|\d)L$/.exec(item) ?? [];
  const [, nth, count] = /^([A-Z]{3}|\d)#([1-5])$/.exec(item) ?? [];
  const named = last ?? nth;
  if (named === undefined) {
    const values = fieldValues('dayOfWeek', item);
    return values && (({ weekday }) => values.includes(weekday));
  }
  const wanted = valueOf(ranges.dayOfWeek, named);
  if (wanted === undefined) return undefined;
  if (last !== undefined) return ({ day, days, weekday }) => weekday === wanted && day + 7 > days;
  return ({ day, weekday }) => weekday === wanted && Math.ceil(day / 7) === Number(count);
}

/** Within the month: a Saturday gives way to the Friday before it, unless that is in another month. */
function nearestWeekday({ day, days, weekday }: CronDay, wanted: number): number {
  const at = (((weekday - 1 + wanted - day) % 7) + 7) % 7;
  if (at === 6) return wanted === 1 ? 3 : wanted - 1;
  if (at === 0) return wanted === days ? wanted - 2 : wanted + 1;
  return wanted;
}

function itemValues(range: FieldRange, item: string): readonly number[] | undefined {
  const [, base = '', step] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(item) ?? [];
  const by = step === undefined ? 1 : Number(step);
  const ends = endsOf(range, base, step !== undefined);
  if (ends === undefined || by < 1) return undefined;
  const [from, to] = ends;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

/** From where to where; a single value with steps goes to the end of the range. */
function endsOf(range: FieldRange, base: string, stepped: boolean): readonly [number, number] | undefined {
  if (base === '*') return [range.min, range.max];
  const [first, last, ...more] = base.split('-').map((text) => valueOf(range, text));
  if (first === undefined || more.length > 0) return undefined;
  if (!base.includes('-')) return [first, stepped ? range.max : first];
  return last === undefined || last < first ? undefined : [first, last];
}

function valueOf({ min, max, names = [] }: FieldRange, text: string): number | undefined {
  const named = names.indexOf(text);
  const value = named >= 0 ? named + min : /^\d{1,4}$/.test(text) ? Number(text) : undefined;
  return value === undefined || value < min || value > max ? undefined : value;
}
