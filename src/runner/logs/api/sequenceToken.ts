/** 56 digits that grow: answered for callers that expect one, and not asked for, as in AWS since 2023. */
export function sequenceToken(at: number): string {
  return `49${String(at).padStart(14, '0')}`.padEnd(56, '0');
}
