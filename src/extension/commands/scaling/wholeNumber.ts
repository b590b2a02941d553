/** A whole number from `minimum`, as it was typed; undefined for anything else. */
export function wholeNumber(text: string, minimum = 0): number | undefined {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return /^\d+$/.test(trimmed) && Number.isSafeInteger(value) && value >= minimum ? value : undefined;
}
