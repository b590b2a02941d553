import * as v from 'valibot';

import type { Identity } from '../../../lambda/arn.ts';
import { isRecord } from '../../../lambda/model/record.ts';
import { compileValidator, validationMessage } from '../../../lambda/model/validator.ts';
import type { Query } from '../../api/requestTarget.ts';
import { signerErrors } from '../signerErrors.ts';
import type { SigningJobs } from '../signingJobs.ts';
import type { SigningProfiles } from '../signingProfiles.ts';
import { signerModel } from './signerModel.ts';

export interface SignerContext {
  readonly identity: Identity;
  readonly profiles: SigningProfiles;
  readonly jobs: SigningJobs;
  /** The region's own root certificate, in DER; none as long as nothing was signed. */
  readonly roots: () => Promise<readonly Uint8Array[]>;
}

/** A request's parts, decoded as texts; its body as JSON has it. */
export interface SignerRequest {
  readonly labels: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: unknown;
}

/** Answers with what is sent as JSON; undefined: an empty body. Throws LambdaError. */
export type SignerOperation = (context: SignerContext, request: SignerRequest) => Promise<object | undefined>;

/** How the texts of a query's member are read. */
type QueryType = 'text' | 'integer' | 'boolean' | 'time' | 'texts';

const missing: ReadonlySet<string> = new Set(['undefined', 'null']);

/**
 * An operation whose input has the members of `entries`, those of `query` from there, within the constraints of the structure of its
 * name in the model. What stands in the path counts before what stands in the body.
 */
export function signerOperation<Entries extends v.ObjectEntries>(
  name: string,
  query: Readonly<Record<string, QueryType>>,
  entries: Entries,
  handle: (context: SignerContext, input: v.InferOutput<v.ObjectSchema<Entries, undefined>>) => Promise<object | undefined> | object | undefined,
): SignerOperation {
  const validate = compileValidator(signerModel, name);
  const schema = v.object(entries);
  return async (context, request) => {
    const input = { ...membersOf(request.body), ...queryMembers(request.query, query), ...request.labels };
    const violations = validate(input);
    const read = v.safeParse(schema, input);
    if (!read.success) {
      const [issue] = read.issues;
      const absent = missing.has(issue.received) && violations.length > 0;
      if (!absent) throw signerErrors.serialization(`${v.getDotPath(issue) ?? ''} has a value of another type.`);
    }
    if (violations.length > 0 || !read.success) throw signerErrors.invalid(validationMessage(violations));
    return handle(context, read.output);
  };
}

/** Members that are null are as good as left out. */
function membersOf(body: unknown): object {
  if (body === undefined) return {};
  if (!isRecord(body) || Array.isArray(body)) throw signerErrors.serialization('The request is no JSON object.');
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function queryMembers(query: Query, types: Readonly<Record<string, QueryType>>): object {
  return Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) => {
      const texts = query.get(name);
      return texts === undefined ? [] : [[name, valueOf(name, texts, type)]];
    }),
  );
}

function valueOf(name: string, texts: readonly string[], type: QueryType): unknown {
  const text = texts[0] ?? '';
  switch (type) {
    case 'texts':
      return texts;
    case 'text':
      return text;
    case 'integer':
      if (/^-?\d{1,10}$/.test(text)) return Number(text);
      break;
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      break;
    case 'time':
      // Seconds, as bodies have them.
      if (!Number.isNaN(Date.parse(text))) return Date.parse(text) / 1000;
      break;
  }
  throw signerErrors.serialization(`${name} has a value of another type.`);
}

const text = v.string();
const time = v.pipe(
  v.number(),
  v.minValue(-8.64e12),
  v.maxValue(8.64e12),
  v.transform((seconds) => Math.round(seconds * 1000)),
);

/** Members by type. Times are seconds since the epoch outside, milliseconds here. */
export const member = {
  text,
  optionalText: v.exactOptional(text),
  texts: v.array(text),
  optionalTexts: v.exactOptional(v.array(text)),
  optionalFlag: v.exactOptional(v.boolean()),
  optionalInteger: v.exactOptional(v.pipe(v.number(), v.integer())),
  time,
  optionalTime: v.exactOptional(time),
};

export const pageMembers = { maxResults: member.optionalInteger, nextToken: member.optionalText };
export const pageQuery = { maxResults: 'integer', nextToken: 'text' } as const;

/** Throws LambdaError for an account that is not the region's. */
export function checkAccount({ identity }: Pick<SignerContext, 'identity'>, account: string | undefined): void {
  if (account !== undefined && account !== identity.account) throw signerErrors.otherAccount(account);
}
