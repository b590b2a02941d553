import { type BerElement, universal } from './ber.ts';
import { MalformedSignature } from './malformedSignature.ts';

const utc = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const generalized = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?Z$/;

/** Milliseconds since the epoch. Signatures have fractions of a second too; other zones than UTC stand in none. */
export function timeOf(element: BerElement | undefined, forms: readonly ('utc' | 'generalized')[]): number {
  const text = String.fromCharCode(...(element?.content.subarray(0, 32) ?? []));
  const match = element?.tagClass === 0 && !element.constructed ? matchOf(element.tag, text, forms) : undefined;
  if (match === undefined) throw new MalformedSignature('There is no time where one should be.');
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match.numbers;
  const time = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  // Such as February 30 would be another day.
  const written = new Date(time).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  if (written !== match.numbers.map((number, index) => String(number).padStart(index === 0 ? 4 : 2, '0')).join('')) {
    throw new MalformedSignature('There is no such time.');
  }
  return time + Math.floor(Number(`0.${match.fraction}`) * 1000);
}

function matchOf(tag: number, text: string, forms: readonly ('utc' | 'generalized')[]) {
  const [form, pattern] = tag === universal.utcTime ? (['utc', utc] as const) : (['generalized', generalized] as const);
  if (!forms.includes(form) || (tag !== universal.utcTime && tag !== universal.generalizedTime)) return undefined;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const numbers = found.slice(1, 7).map(Number);
  // RFC 5280, 4.1.2.5.1: two digits are of the years from 1950 to 2049.
  if (form === 'utc') numbers[0] = (numbers[0] ?? 0) + ((numbers[0] ?? 0) < 50 ? 2000 : 1900);
  return { numbers, fraction: form === 'utc' ? '0' : (found[7] ?? '0') };
}
