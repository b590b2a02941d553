import type { OverviewRow } from '../../../src/protocol/webview/codeSigning.ts';
import type { SigningColumn, SigningCount } from '../../../src/protocol/webview/codeSigningStrings.ts';
import { profileOf } from '../names.ts';
import { expiresSoon } from '../signingFormats.ts';
import { rowStanding, standingOrder } from '../standing.ts';

export const signingCounts: readonly SigningCount[] = ['all', 'signed', 'unsigned', 'blocked', 'expiring'];

export const signingColumns: readonly SigningColumn[] = ['functionName', 'verdict', 'policy', 'signed', 'signer', 'expires', 'configuration'];

export interface RowOrder {
  readonly column: SigningColumn;
  readonly descending: boolean;
}

type Compare = (a: string, b: string) => number;

const counted: Readonly<Record<SigningCount, (row: OverviewRow, now: number) => boolean>> = {
  all: () => true,
  signed: ({ signed }) => signed,
  unsigned: (row) => signedOf(row) === 'no',
  blocked: (row) => rowStanding(row) === 'blocked',
  expiring: ({ signed, expires }, now) => signed && expiresSoon(expires, now),
};

/** By what a column is sorted. */
const keys: Readonly<Record<SigningColumn, (row: OverviewRow) => string | number | undefined>> = {
  functionName: ({ functionName }) => functionName,
  policy: ({ policy }) => policy,
  signed: (row) => ['yes', 'no', 'unknown', 'image'].indexOf(signedOf(row)),
  signer: signerOf,
  expires: ({ expires }) => (expires === undefined ? undefined : momentOf(expires)),
  verdict: (row) => standingOrder.indexOf(rowStanding(row)),
  configuration: ({ configId }) => configId,
};

/** `unknown`: not signed as far as is known, which is not far. */
export function signedOf({ signed, packageType, problem }: OverviewRow): 'yes' | 'no' | 'image' | 'unknown' {
  if (signed) return 'yes';
  if (packageType === 'Image') return 'image';
  return problem === undefined ? 'no' : 'unknown';
}

export function signerOf({ signer, profileVersionArn }: OverviewRow): string | undefined {
  return signer ?? (profileVersionArn === undefined ? undefined : profileOf(profileVersionArn).name);
}

/** How many rows each count has. */
export function countsOf(rows: readonly OverviewRow[], now: number): Readonly<Record<SigningCount, number>> {
  const total = (count: SigningCount): number => rows.filter((row) => counted[count](row, now)).length;
  return { all: total('all'), signed: total('signed'), unsigned: total('unsigned'), blocked: total('blocked'), expiring: total('expiring') };
}

/** Those of a count in whose name, signer, configuration or policy each word of the filter is. */
export function filtered(rows: readonly OverviewRow[], count: SigningCount, filter: string, now: number): readonly OverviewRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return rows.filter((row) => {
    if (!counted[count](row, now)) return false;
    const text = [row.functionName, signerOf(row), row.profileVersionArn, row.configId, row.policy].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** What has no value in a column comes last, either way; what is the same goes by name. */
export function sorted(rows: readonly OverviewRow[], { column, descending }: RowOrder, compare: Compare): OverviewRow[] {
  const keyOf = new Map(rows.map((row) => [row, keys[column](row)]));
  return rows.toSorted((a, b) => {
    const [one, other] = [keyOf.get(a), keyOf.get(b)];
    if (one === undefined || other === undefined) return one === other ? compare(a.functionName, b.functionName) : one === undefined ? 1 : -1;
    const order = typeof one === 'number' && typeof other === 'number' ? one - other : compare(String(one), String(other));
    return order === 0 ? compare(a.functionName, b.functionName) : descending ? -order : order;
  });
}

function momentOf(iso: string): number | undefined {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
}
