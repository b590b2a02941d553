import { type HeaderField, joinedHeaders } from './headerFields.ts';
import { decodedPart, queryPairs } from './queryPairs.ts';

/** Who signed a request. */
export interface UrlCaller {
  readonly accessKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly userArn: string;
  readonly userId: string;
}

export interface UrlRequest {
  readonly method: string;
  /** As it was sent: still encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** `HTTP/1.1` */
  readonly protocol: string;
  /** As they came, and those that Lambda adds. */
  readonly headers: readonly HeaderField[];
  readonly sourceIp: string;
  /** Undefined where the request has none. */
  readonly body: { readonly text: string; readonly base64: boolean } | undefined;
}

export interface UrlFacts {
  readonly urlId: string;
  /** `URLID.lambda-url.REGION.on.aws` */
  readonly domainName: string;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Undefined where nobody signed. */
  readonly caller: UrlCaller | undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The event that a function gets for a request to its URL: payload format 2.0, members in the order of the service's own.
 * Source: AWS Lambda Developer Guide, "Invoking Lambda function URLs", and events of the service.
 */
export function urlEvent(request: UrlRequest, facts: UrlFacts): object {
  const { path, query, body } = request;
  const headers = joinedHeaders(request.headers.filter(([name]) => !isCookie(name)));
  const cookies = request.headers.filter(([name]) => isCookie(name)).flatMap(([, value]) => value.split(/;\s*/).filter((one) => one !== ''));
  const parameters = parametersOf(query);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers: Object.fromEntries(headers),
    ...(parameters.size > 0 && { queryStringParameters: Object.fromEntries(parameters) }),
    requestContext: requestContext(request, facts, headers.get('user-agent')),
    ...(body !== undefined && { body: body.text }),
    isBase64Encoded: body?.base64 ?? false,
  };
}

function requestContext({ method, path, protocol, sourceIp }: UrlRequest, facts: UrlFacts, userAgent: string | undefined): object {
  const { urlId, domainName, requestId, time, caller } = facts;
  return {
    accountId: caller?.accountId ?? 'anonymous',
    apiId: urlId,
    ...(caller !== undefined && {
      authentication: null,
      authorizer: { iam: { ...caller, cognitoIdentity: null, principalOrgId: null } },
    }),
    domainName,
    domainPrefix: urlId,
    http: { method, path, protocol, sourceIp, ...(userAgent !== undefined && { userAgent }) },
    requestId,
    routeKey: '$default',
    stage: '$default',
    time: timeText(time),
    timeEpoch: time,
  };
}

/** Decoded; values of one name are joined by commas. */
function parametersOf(query: string): ReadonlyMap<string, string> {
  const decoded = queryPairs(query).map(([key, value]) => [plusDecoded(key), plusDecoded(value)] as const);
  const joined = new Map<string, string>();
  for (const [key, value] of decoded) {
    const before = joined.get(key);
    joined.set(key, before === undefined ? value : `${before},${value}`);
  }
  return joined;
}

function plusDecoded(text: string): string {
  return decodedPart(text.replaceAll('+', ' '));
}

function isCookie(name: string): boolean {
  return name.toLowerCase() === 'cookie';
}

/** `12/Mar/2020:19:03:58 +0000` */
function timeText(time: number): string {
  const date = new Date(time);
  const [day, clock] = date.toISOString().split('T');
  const [year = '', month = '', number = ''] = day?.split('-') ?? [];
  return `${number}/${months[Number(month) - 1]}/${year}:${clock?.slice(0, 8)} +0000`;
}
