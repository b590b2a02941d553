import { isRecord, type UnknownRecord } from '../model/record.ts';
import { type HeaderField, isHeaderName } from './headerFields.ts';

/** A response's beginning, as a function says it. */
export interface UrlResponseHead {
  readonly status: number;
  readonly headers: readonly HeaderField[];
}

/** What a URL answers for a function's answer. */
export interface UrlResponse extends UrlResponseHead {
  readonly body: string;
  /** Whether the body is base64 of what is to be sent. */
  readonly base64: boolean;
}

const jsonType: HeaderField = ['content-type', 'application/json'];

/**
 * Reads a function's answer to a URL in BUFFERED mode. An object with `statusCode` is a response by its members; all else is the
 * body of one: a string as it is, other JSON as it was written. Undefined where it is none, which is answered as a 502.
 * Scalars stand for one another (`"418"`, `true`), as the service reads them.
 * Source: AWS Lambda Developer Guide, "Invoking Lambda function URLs", and answers of the service.
 */
export function urlResponse(payload: string): UrlResponse | undefined {
  const value = parsed(payload);
  if (value === undefined) return undefined;
  if (!isObject(value) || value['statusCode'] === undefined) {
    return { status: 200, headers: [jsonType], body: typeof value === 'string' ? value : payload, base64: false };
  }
  const head = headOf(value, jsonType);
  const body = scalarText(value['body'] ?? '');
  const base64 = flag(value['isBase64Encoded']);
  return head === undefined || body === undefined || base64 === undefined ? undefined : { ...head, body, base64 };
}

const streamType: HeaderField = ['content-type', 'application/octet-stream'];

/** Reads the JSON before the body of a streamed response: `{statusCode, headers, cookies}`. Undefined where it is none. */
export function streamedHead(prelude: string): UrlResponseHead | undefined {
  const value = parsed(prelude);
  return isObject(value) ? headOf(value, streamType) : undefined;
}

function headOf(value: UnknownRecord, defaultType: HeaderField): UrlResponseHead | undefined {
  const status = statusOf(value['statusCode'] ?? 200);
  const headers = headersOf(value['headers'] ?? {});
  const cookies = cookiesOf(value['cookies'] ?? []);
  if (status === undefined || headers === undefined || cookies === undefined) return undefined;
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return { status, headers: [...(typed ? [] : [defaultType]), ...headers, ...cookies] };
}

function statusOf(value: unknown): number | undefined {
  const text = scalarText(value);
  const status = text !== undefined && /^\d{3}$/.test(text) ? Number(text) : 0;
  return status >= 200 ? status : undefined;
}

function headersOf(value: unknown): readonly HeaderField[] | undefined {
  if (!isObject(value)) return undefined;
  const fields: HeaderField[] = [];
  for (const [name, given] of Object.entries(value)) {
    if (given === null) continue;
    const text = scalarText(given);
    if (text === undefined || !isHeaderName(name) || !isHeaderValue(text)) return undefined;
    fields.push([name, text]);
  }
  return fields;
}

function cookiesOf(value: unknown): readonly HeaderField[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((one: unknown) => scalarText(one));
  return texts.every((text) => text !== undefined && isHeaderValue(text)) ? texts.map((text) => ['set-cookie', text ?? '']) : undefined;
}

function flag(value: unknown): boolean | undefined {
  const text = scalarText(value ?? false);
  if (text === undefined) return undefined;
  return text.toLowerCase() === 'true';
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Source: RFC 9110, "Field Values". */
function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is UnknownRecord {
  return isRecord(value) && !Array.isArray(value);
}
