import { dirname, extname, resolve } from 'node:path';
import { messageOf } from '../../common/codedError.ts';
import type { WorkspaceProblem } from '../../lambda/function.ts';
import type { TemplateFunction } from '../../lambda/template/templateFunction.ts';
import type { UnpackedArchives } from '../store/archives/unpackedArchives.ts';
import { layDownInlineCode } from './inlineCode.ts';
import { pathKind } from './pathKind.ts';
import type { WatchTarget } from './watch/workspaceWatcher.ts';
import { workspaceProblem, type WorkspaceProblemCode } from './workspaceProblem.ts';

export interface Code {
  readonly folder: string;
  /** What is watched for it. */
  readonly target?: WatchTarget;
  readonly problem?: WorkspaceProblem;
}

/** Folders of the service's own. */
export interface CodePlace {
  readonly inlineFolder?: string;
  readonly archives?: Pick<UnpackedArchives, 'takeFile'>;
}

export const archiveExtensions: ReadonlySet<string> = new Set(['.zip', '.jar', '.war']);

/** The folder with the code of a template's function: its own, or that in which code of an archive or of the template itself is laid down. */
export async function findCode(of: TemplateFunction, base: string, place: CodePlace): Promise<Code> {
  const { code } = of;
  const problem = (name: WorkspaceProblemCode, message: string) =>
    workspaceProblem(name, 'error', message, code.position, of.settings.FunctionName);
  if (code.type === 'inline') {
    if (place.inlineFolder === undefined) {
      const message = 'Code inside the template is not run here. Put it in a file, and name its folder.';
      return { folder: base, problem: problem('INLINE_CODE_UNSUPPORTED', message) };
    }
    try {
      return { folder: await layDownInlineCode(place.inlineFolder, code.fileName, code.text) };
    } catch (error) {
      const message = `The code inside the template cannot be laid down: ${messageOf(error)}`;
      return { folder: base, problem: problem('INLINE_CODE_UNSUPPORTED', message) };
    }
  }
  const path = resolve(base, code.path);
  const kind = await pathKind(path);
  const isArchive = kind !== 'folder' && archiveExtensions.has(extname(path).toLowerCase());
  const target: WatchTarget = { path, kind: isArchive ? 'archive' : 'code' };
  if (kind === 'folder') return { folder: path, target };
  if (kind === 'missing') {
    const message = `The code ${isArchive ? 'archive' : 'folder'} ${path} does not exist.`;
    return { folder: path, target, problem: problem('CODE_FOLDER_MISSING', message) };
  }
  if (!isArchive) return { folder: dirname(path), target: { path: dirname(path), kind: 'code' } };
  try {
    if (place.archives === undefined) throw new Error('the Local region runs code from its folder: name that instead');
    return { folder: await place.archives.takeFile(path), target };
  } catch (error) {
    const message = `The code archive ${path} cannot be used: ${messageOf(error)}`;
    return { folder: dirname(path), target, problem: problem('CODE_ARCHIVE_UNUSABLE', message) };
  }
}
