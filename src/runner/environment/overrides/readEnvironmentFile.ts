import { stat } from 'node:fs/promises';
import { codeOf } from '../../../common/codedError.ts';
import { parseDotenv } from '../../../lambda/dotenv.ts';
import { readRegularFile } from '../../store/readRegularFile.ts';

/** What is wrong with a file: at a line, from 1, or as a whole. No message tells a value. */
export interface FileProblem {
  readonly line?: number;
  /** A sentence. */
  readonly message: string;
}

export type FileContent =
  | { readonly type: 'variables'; readonly variables: Readonly<Record<string, string>> }
  | { readonly type: 'unusable'; readonly problems: readonly [FileProblem, ...FileProblem[]] };

/** Lambda takes 4 KB of variables; what is much larger is another kind of file. */
const largestBytes = 1024 * 1024;

/** Never rejects. */
export async function readEnvironmentFile(path: string): Promise<FileContent> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return unusable('It is not a file.');
    if (stats.size > largestBytes) return unusable(`It has ${stats.size} bytes; Lambda takes 4 KB of environment variables.`);
    const content = await readRegularFile(path, largestBytes);
    if (content === 'notFile') return unusable('It is not a file.');
    if (content === 'tooLarge') return unusable(`It has more than ${largestBytes} bytes; Lambda takes 4 KB of environment variables.`);
    const { variables, problems } = parseDotenv(content.toString());
    const [first, ...others] = problems;
    return first === undefined ? { type: 'variables', variables } : { type: 'unusable', problems: [first, ...others] };
  } catch (error) {
    const code = codeOf(error);
    return unusable(code === 'ENOENT' || code === 'ENOTDIR' ? 'It does not exist.' : `It cannot be read (${code ?? 'unknown error'}).`);
  }
}

function unusable(message: string): FileContent {
  return { type: 'unusable', problems: [{ message }] };
}
