import { type CronFieldName, dayRule, type DayRule, fieldValues } from './cronFields.ts';
import type { LocalTime } from './zoneTime.ts';

/** A cron expression of AWS: `minutes hours day-of-month month day-of-week year`. */
export interface Cron {
  /** The first time after `local`, both as a clock on a wall shows them; undefined where there is none any more. */
  next(local: LocalTime): LocalTime | undefined;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Undefined where the text is none; one of the days must be `?`. */
export function parseCron(text: string): Cron | undefined {
  const [minutes = '', hours = '', ofMonth = '', month = '', ofWeek = '', year = '', ...more] = text.trim().toUpperCase().split(/\s+/);
  const fields = valuesOf({ minutes, hours, month, year });
  const days = dayRule(ofMonth, ofWeek);
  if (fields === undefined || days === undefined || more.length > 0) return undefined;
  return { next: (local) => nextTime(fields, days, local) };
}

type Fields = Readonly<Record<'minutes' | 'hours' | 'month' | 'year', readonly number[]>>;

function valuesOf(texts: Readonly<Record<keyof Fields, string>>): Fields | undefined {
  const values = (name: keyof Fields & CronFieldName): readonly number[] => fieldValues(name, texts[name]) ?? [];
  const fields = { minutes: values('minutes'), hours: values('hours'), month: values('month'), year: values('year') };
  return Object.values(fields).some((found) => found.length === 0) ? undefined : fields;
}

function nextTime({ minutes, hours, month: months, year: years }: Fields, days: DayRule, local: LocalTime): LocalTime | undefined {
  const earliest = (Math.floor(local / minuteMs) + 1) * minuteMs;
  const midnight = Math.floor(earliest / dayMs) * dayMs;
  const from = new Date(earliest);
  for (const year of years) {
    if (year < from.getUTCFullYear()) continue;
    for (const month of months) {
      const first = Date.UTC(year, month - 1, 1);
      const length = (Date.UTC(year, month, 1) - first) / dayMs;
      for (let day = 1; day <= length; day++) {
        const date = first + (day - 1) * dayMs;
        if (date < midnight || !days({ day, days: length, weekday: new Date(date).getUTCDay() + 1 })) continue;
        const found = timeOfDay(minutes, hours, earliest - date);
        if (found !== undefined) return date + found;
      }
    }
  }
  return undefined;
}

/** The first one at `earliest` milliseconds of the day, or later. */
function timeOfDay(minutes: readonly number[], hours: readonly number[], earliest: number): number | undefined {
  for (const hour of hours) {
    const minute = minutes.find((value) => (hour * 60 + value) * minuteMs >= earliest);
    if (minute !== undefined) return (hour * 60 + minute) * minuteMs;
  }
  return undefined;
}
