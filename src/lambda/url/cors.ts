import { type HeaderField, isHeaderName } from './headerFields.ts';
import type { UrlCors } from './urlConfig.ts';

/** Whether pages of an origin may use a URL. */
export function allowsOrigin(cors: UrlCors | undefined, origin: string): boolean {
  return cors?.AllowOrigins?.some((allowed) => allowed === '*' || allowed.toLowerCase() === origin.toLowerCase()) ?? false;
}

/** What answers a preflight request, which does not reach the function. The request's origin is an allowed one. */
export function preflightHeaders(cors: UrlCors, origin: string): readonly HeaderField[] {
  return [
    ...originHeaders(cors, origin),
    ...listHeader('access-control-allow-methods', cors.AllowMethods),
    ...listHeader('access-control-allow-headers', cors.AllowHeaders),
    ...exposed(cors),
    ...(cors.MaxAge === undefined ? [] : ([['access-control-max-age', String(cors.MaxAge)]] as const)),
  ];
}

/**
 * What is added to a function's own answer. Those that the function sets itself stay beside them: pages are refused then, as
 * they are with Lambda's answers, which have both.
 */
export function corsHeaders(cors: UrlCors, origin: string): readonly HeaderField[] {
  return [...originHeaders(cors, origin), ...exposed(cors)];
}

/** The origin itself, also for `*`: credentials are only sent to an origin that is named. */
function originHeaders({ AllowCredentials }: UrlCors, origin: string): readonly HeaderField[] {
  return [
    ['access-control-allow-origin', origin],
    ...(AllowCredentials === true ? ([['access-control-allow-credentials', 'true']] as const) : []),
    ['vary', 'Origin'],
  ];
}

function exposed({ ExposeHeaders }: UrlCors): readonly HeaderField[] {
  return listHeader('access-control-expose-headers', ExposeHeaders);
}

/** Lambda takes any text as a header's name or a method; what is none cannot be sent. */
function listHeader(name: string, values: readonly string[] | undefined): readonly HeaderField[] {
  const sent = values?.filter(isHeaderName) ?? [];
  return sent.length === 0 ? [] : [[name, sent.join(',')]];
}
