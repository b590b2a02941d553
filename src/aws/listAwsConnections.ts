import { readFile } from 'node:fs/promises';
import { CodedError, codeOf, messageOf } from '../common/codedError.ts';
import type { Connection } from './connection.ts';
import { type ListedProfile, readProfiles } from './sharedConfig.ts';

export interface ListAwsConnectionsOptions {
  /** Absolute paths of the shared configuration files (AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, or those below `~/.aws`). */
  readonly files: { readonly config: string; readonly credentials: string };
  /** Regions to list for every profile besides its own. */
  readonly regions?: readonly string[];
  /** For profiles that name no Region. */
  readonly fallbackRegion?: string;
}

/** Where the SDKs' own documentation places what names no Region. */
const usualRegion = 'us-east-1';

/**
 * Every profile of the shared configuration in its Region, and in each of `regions`: in the files' order, no file is none.
 * Nothing but these files is looked at; whether a profile has credentials shows when it is used. Throws CodedError `AWS_CONFIG_UNREADABLE`.
 */
export async function listAwsConnections(options: ListAwsConnectionsOptions): Promise<readonly Connection[]> {
  const { files, regions = [], fallbackRegion = usualRegion } = options;
  const [config, credentials] = await Promise.all([readIfThere(files.config), readIfThere(files.credentials)]);
  // As in the SDKs, what the credentials file says of a profile goes before what the config file says.
  const merged = new Map<string, ListedProfile>();
  for (const profile of [...readProfiles(config, 'config'), ...readProfiles(credentials, 'credentials')]) {
    merged.set(profile.name, { ...merged.get(profile.name), ...profile });
  }
  return [...merged.values()].flatMap(({ name, region }) =>
    [...new Set([region ?? fallbackRegion, ...regions])].map((region) => awsConnection(name, region)),
  );
}

export function awsConnection(profile: string, region: string): Connection {
  return { id: `aws:${profile}:${region}`, label: `${profile} (${region})`, region, profile };
}

async function readIfThere(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw new CodedError('AWS_CONFIG_UNREADABLE', `${file} cannot be read: ${messageOf(error)}`, { cause: error, details: { file } });
  }
}
