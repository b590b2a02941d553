import type { HeaderField } from '../../lambda/url/headerFields.ts';

/** What a URL answers without its function. */
export interface UrlError {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: string;
}

const json: HeaderField = ['Content-Type', 'application/json'];

function error(status: number, type: string, body: unknown): UrlError {
  return { status, headers: [json, ['x-amzn-ErrorType', type]], body: JSON.stringify(body) };
}

/** Source: answers of the service, but for `foreign` and `tooLarge`. */
export const urlErrors = {
  /** There is no such URL. */
  unknown: error(403, 'AccessDeniedException', { Message: null }),
  unsigned: error(403, 'AccessDeniedException', { Message: 'Forbidden' }),
  notPermitted: error(403, 'AccessDeniedException', {
    Message: 'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  }),
  /** Of a signature; its message is in lower case, unlike the others'. */
  signature: (type: string, message: string) => error(403, type, { message }),
  throttled: error(429, 'TooManyRequestsException', { Message: 'Rate Exceeded.' }),
  tooLarge: error(413, 'RequestEntityTooLargeException', { Message: 'Request Entity Too Large' }),
  /** The function failed, or answered what is no response. */
  failed: { status: 502, headers: [json], body: 'Internal Server Error' },
  /** Our own: from a page, or to a host that is not the URL's. */
  foreign: (message: string) => error(403, 'AccessDeniedException', { Message: message }),
} satisfies Record<string, UrlError | ((...parts: never[]) => UrlError)>;
