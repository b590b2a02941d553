import type { WorkspaceProblem } from '../../../lambda/function.ts';
import type { FunctionVersion } from '../../resources/functionVersion.ts';
import { startOf } from '../../workspace/workspaceProblem.ts';
import type { UnusableFile } from './environmentOverrides.ts';

/** What is wrong with `.env` files, for the workspace's functions that have them: at the file's lines, or where the function is defined. */
export function environmentFileProblems(unusable: readonly UnusableFile[], functions: readonly FunctionVersion[]): readonly WorkspaceProblem[] {
  return unusable.flatMap(({ path, functionName: name, problems }) => {
    const reader = functions.find(({ settings, origin }) => origin.type === 'template' && (name === '*' || settings.FunctionName === name));
    if (reader?.origin.type !== 'template') return [];
    const defined = name === '*' ? startOf(reader.origin.position.file) : reader.origin.position;
    return problems.map(({ line, message }): WorkspaceProblem => ({
      code: 'ENV_FILE_UNUSABLE',
      severity: 'error',
      message: `The environment file ${path} cannot be used: ${message}`,
      position: line === undefined ? defined : { ...startOf(path), line: line - 1, endLine: line - 1 },
      ...(name !== '*' && { functionName: name }),
    }));
  });
}
