import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { optionalUrl } from './optionValues.ts';
import { checked, usageError } from './usageError.ts';

export interface VerifyCommand {
  readonly type: 'verify';
  readonly file: string;
  /** Files of certificates, PEM or DER. */
  readonly roots: readonly string[];
  /** Versions of signing profiles; empty: any. */
  readonly allowed: readonly string[];
  /** Milliseconds since the epoch; undefined: now. */
  readonly at: number | undefined;
  /** Where a Local region is, whose root is trusted and which knows what is revoked. */
  readonly endpoint: string | undefined;
  readonly json: boolean;
}

export const verifyUsage = '  lambda-workbench verify ZIP [--roots FILE ...] [--allow ARN ...] [--endpoint URL] [--at TIME] [--json]\n';

export const verifyHelp = `verify  checks the code signature of a deployment package or a layer's archive, as Lambda does: integrity, mismatch, expiry, revocation.
        --roots: a file of certificates (PEM or DER) that signatures may lead to; may be given again. --allow: the version of a signing
        profile that may sign, by ARN; any where it is left out. --endpoint: of a Local region, whose own root is trusted then, and which is
        asked what is revoked. --at: checks as of another time, such as 2026-11-21T09:00:00Z.
        Exit code 0: no check failed; 3: the content is not what was signed (integrity); 4: unsigned, or by nobody who is trusted
        (mismatch); 5: expired; 6: revoked; the first of them. 1: the file could not be checked; 2: the command line is wrong.
`;

const options = {
  roots: { type: 'string', multiple: true },
  allow: { type: 'string', multiple: true },
  at: { type: 'string' },
  endpoint: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig;

const profileVersionArn = /^arn:[a-z-]+:signer:[a-z0-9-]+:\d{12}:\/signing-profiles\/\w{2,64}\/\w{10}$/;

/** @param args behind the command's name. Throws CodedError `USAGE`. */
export function parseVerify(args: readonly string[]): VerifyCommand {
  const { values, positionals } = checked(() => parseArgs({ args: [...args], options, allowPositionals: true }));
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw usageError('verify wants one file.');
  return {
    type: 'verify',
    file,
    roots: values.roots ?? [],
    allowed: (values.allow ?? []).map(allowedArn),
    at: values.at === undefined ? undefined : timeOf(values.at),
    endpoint: optionalUrl('--endpoint', values.endpoint),
    json: values.json,
  };
}

function allowedArn(text: string): string {
  if (profileVersionArn.test(text)) return text;
  throw usageError(`--allow wants the ARN of a signing profile's version, such as arn:aws:signer:us-east-1:123456789012:/signing-profiles/release/AbCdEf0123, not "${text}".`);
}

function timeOf(text: string): number {
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw usageError(`--at wants a time such as 2026-11-21T09:00:00Z, not "${text}".`);
  return at;
}
