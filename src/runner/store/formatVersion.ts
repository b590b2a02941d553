import { CodedError } from '../../common/codedError.ts';
import type { Database } from './database.ts';

/** Raised with every change of the documents that an earlier version would misread. */
export const formatVersion = 1;

/** Outside of every kind's range. */
const formatKey = 'format';

/** Marks a new database with our format. Throws `DATA_FOLDER_NEWER` where a later version wrote it. */
export async function checkFormat(database: Database, folder: string): Promise<void> {
  const text = await database.get(formatKey);
  if (text === undefined) {
    await database.commit([{ type: 'put', key: formatKey, value: JSON.stringify({ version: formatVersion }) }]);
    return;
  }
  const found = versionIn(text);
  if (found === undefined) {
    throw new CodedError(
      'DATA_FOLDER_UNUSABLE',
      `The data folder ${folder} does not tell which format it has. Move it away, or choose another data folder.`,
      { details: { folder } },
    );
  }
  if (found > formatVersion) {
    throw new CodedError(
      'DATA_FOLDER_NEWER',
      `The data folder ${folder} was written by a later version of Lambda Workbench ` +
        `(format ${found}; this version knows ${formatVersion}). ` +
        'Update Lambda Workbench, or choose another data folder.',
      { details: { folder, found, known: formatVersion } },
    );
  }
}

function versionIn(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'number'
      ? value.version
      : undefined;
  } catch {
    return undefined;
  }
}
