import type { DatabaseChange } from './database.ts';

/** Where the database tells its format; outside of every kind's range. */
export const formatKey = 'format';

/** The change that tells which format there is from then on. */
export function formatChange(version: number): DatabaseChange {
  return { type: 'put', key: formatKey, value: JSON.stringify({ version }) };
}
