import type { OverviewRow } from '../../../src/protocol/webview/codeSigning.ts';
import { csvText } from '../../shared/csv.ts';
import { daysLeft } from '../signingFormats.ts';
import { rowStanding } from '../standing.ts';
import { signedOf, signerOf } from './overviewRows.ts';

const header = ['connection', 'function', 'packageType', 'verdict', 'failedChecks', 'policy', 'signed', 'signer', 'profileVersionArn', 'jobArn', 'expires', 'daysLeft', 'configuration', 'problem'];

/** The rows in their order: times in UTC, words that do not change with the language. */
export function overviewCsv(connection: string, rows: readonly OverviewRow[], now: number): string {
  const lines = rows.map((row) => [
    connection, row.functionName, row.packageType, rowStanding(row), (row.verdict?.failed ?? []).join(' '), row.policy ?? '', signedOf(row), signerOf(row) ?? '',
    row.profileVersionArn ?? '', row.jobArn ?? '', utc(row.expires), String(daysLeft(row.expires, now) ?? ''), row.configId ?? '', row.problem ?? '',
  ]);
  return csvText([header, ...lines]);
}

/** A file's name that every system takes, such as `code-signing-prod-2026-01-31T14-05-09`. */
export function overviewName(connection: string, now: number): string {
  const moment = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return `code-signing-${connection.replaceAll(/[^\w.-]+/g, '_')}-${moment}`;
}

function utc(iso: string | undefined): string {
  const at = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? (iso ?? '') : new Date(at).toISOString();
}
