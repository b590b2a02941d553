/** A time as most answers write it, `2024-01-01T00:00:00.000+0000`, of milliseconds since the epoch. */
export function timeAnswer(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000');
}
