import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request is refused before anything else is done with it; undefined where it is not. Pages of a browser may not reach the
 * region, whether they send an Origin or have a name of theirs resolve to this machine. `names`: what else the machine is called.
 */
export function refusal(headers: IncomingHttpHeaders, port: number, names: readonly string[] = []): string | undefined {
  if (headers.origin !== undefined) return 'The Local region answers programs only: a request with an Origin comes from a browser.';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none') return 'The Local region answers programs only: this request comes from a page in a browser.';
  const host = headers.host?.toLowerCase();
  if (host === `127.0.0.1:${port}` || host === `localhost:${port}` || host === `[::1]:${port}`) return undefined;
  if (names.some((name) => host === `${name}:${port}`)) return undefined;
  return `The Local region is reached as 127.0.0.1:${port} or localhost:${port}: the Host header names another.`;
}
