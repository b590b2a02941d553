/** A trace's header for a request: that which it came with, or one of a new trace. `hex` gives so many random hexadecimal digits. */
export function traceHeader(given: string | undefined, now: number, hex: (digits: number) => string): string {
  if (given !== undefined && /(?:^|;)\s*Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:;|$)/.test(given)) return given;
  return `Root=1-${Math.floor(now / 1000).toString(16).padStart(8, '0')}-${hex(24)}`;
}

/** As the function and the caller get it: with the span above it, and whether it is sampled. */
export function tracedBy(header: string, hex: (digits: number) => string): string {
  const sampled = /(?:^|;)\s*Sampled=/.test(header) ? '' : ';Sampled=0';
  const parent = /(?:^|;)\s*Parent=/.test(header) ? '' : `;Parent=${hex(16)}`;
  return `${header}${parent}${sampled}`;
}
