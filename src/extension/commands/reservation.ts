/** What was typed as reserved concurrency: a whole number from 0, or nothing to give the reservation back. */
export type Reservation = { readonly type: 'valid'; readonly reserved: number | undefined } | { readonly type: 'invalid' };

export function parseReservation(text: string): Reservation {
  const trimmed = text.trim();
  if (trimmed === '') return { type: 'valid', reserved: undefined };
  const reserved = Number(trimmed);
  return /^\d+$/.test(trimmed) && Number.isSafeInteger(reserved) ? { type: 'valid', reserved } : { type: 'invalid' };
}
