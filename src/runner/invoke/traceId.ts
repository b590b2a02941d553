/**
 * The trace header that a handler sees: the caller's, or a new one. Without a decision of the caller's, Lambda samples where the function
 * traces actively, and else it does not.
 * Source: AWS X-Ray Developer Guide, "Tracing header"; AWS Lambda Developer Guide, "Visualize Lambda function invocations using AWS X-Ray".
 * @param hex gives 32 random hexadecimal digits.
 */
export function traceIdOf(given: string | readonly string[] | undefined, active: boolean, hex: () => string): string {
  const digits = hex();
  const fresh = { root: `1-${digits.slice(0, 8)}-${digits.slice(8)}`, parent: digits.slice(8, 24), sampled: active ? '1' : '0' };
  // Most callers send none.
  const { root, parent, sampled } = typeof given === 'string' ? { ...fresh, ...partsOf(given) } : fresh;
  return `Root=${root};Parent=${parent};Sampled=${sampled}`;
}

const patterns = {
  root: /(?:^|;)\s*Root=([^;\s]+)/i,
  parent: /(?:^|;)\s*Parent=([^;\s]+)/i,
  sampled: /(?:^|;)\s*Sampled=([01])/i,
};

function partsOf(header: string): Record<string, string> {
  return Object.fromEntries(Object.entries(patterns).flatMap(([name, pattern]) => {
    const value = pattern.exec(header)?.[1];
    return value === undefined ? [] : [[name, value]];
  }));
}
