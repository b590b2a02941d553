/** Lines of fields as CSV (RFC 4180). */
export function csvText(lines: readonly (readonly string[])[]): string {
  return `${lines.map((line) => line.map(field).join(',')).join('\r\n')}\r\n`;
}

/** Quoted where it must be; what a spreadsheet would take for a formula is no formula. */
function field(text: string): string {
  const harmless = /^[=+@\t\r\n]/.test(text) || (text.startsWith('-') && Number.isNaN(Number(text))) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
