/** Text of others for a terminal: without the characters that would steer it. Lines stay lines. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, '\uFFFD');
}
