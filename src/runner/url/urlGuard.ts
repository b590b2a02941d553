import type { IncomingHttpHeaders } from 'node:http';
import { allowsOrigin } from '../../lambda/url/cors.ts';
import type { UrlCors } from '../../lambda/url/urlConfig.ts';

export interface UrlPlace {
  readonly port: number;
  /** The host that the URL has in AWS. */
  readonly domainName: string;
}

/**
 * Why a request is refused before anything runs for it; undefined where it is not. In AWS any page may send requests to a URL; here
 * pages of other sites run nothing, unless the URL's CORS settings allow their origin.
 */
export function urlRefusal(headers: IncomingHttpHeaders, place: UrlPlace, cors: UrlCors | undefined): string | undefined {
  const host = headers.host?.toLowerCase();
  if (host === undefined || !hostsOf(place).includes(host)) {
    return `This function URL is reached as 127.0.0.1:${place.port} or localhost:${place.port}: the Host header names another.`;
  }
  const { origin } = headers;
  if (origin !== undefined) {
    if (isOwn(origin, place) || allowsOrigin(cors, origin)) return undefined;
    return `Pages of ${origin} may not use this function URL: its CORS settings (AllowOrigins) do not name them.`;
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'none' || site === 'same-origin') return undefined;
  return 'This request comes from a page of another site: open the function URL itself, or send an Origin that its CORS settings allow.';
}

/** Whether a page of that origin is the URL's own. */
export function isOwn(origin: string, place: UrlPlace): boolean {
  const given = origin.toLowerCase();
  return given === `https://${place.domainName}` || hostsOf(place).some((host) => given === `http://${host}`);
}

function hostsOf({ port, domainName }: UrlPlace): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, domainName];
}
