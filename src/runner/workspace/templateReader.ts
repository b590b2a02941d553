import { readFile, stat } from 'node:fs/promises';
import { codeOf, messageOf } from '../../common/codedError.ts';
import type { Identity } from '../../lambda/arn.ts';
import type { WorkspaceProblem } from '../../lambda/function.ts';
import { maximumTemplateCharacters, type ParsedTemplate, parseTemplate } from '../../lambda/template/parseTemplate.ts';
import { startOf, workspaceProblem } from './workspaceProblem.ts';

/** UTF-8 takes up to three bytes for a UTF-16 unit. */
const maximumBytes = maximumTemplateCharacters * 3;

interface Known {
  readonly text: string;
  readonly parameters: string;
  readonly parsed: ParsedTemplate;
}

/** Reads templates from disk; one that did not change is not parsed again. */
export class TemplateReader {
  readonly #identity: Identity;
  readonly #known = new Map<string, Known>();

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  /**
   * Never rejects: what is wrong is a problem. While a template that could be read before cannot be parsed, as happens while it is
   * being edited, its functions stay what they were.
   */
  async read(file: string, parameters: Readonly<Record<string, string>>): Promise<ParsedTemplate> {
    const text = await readText(file);
    if (typeof text !== 'string') {
      this.#known.delete(file);
      return { readable: false, functions: [], problems: [text] };
    }
    const before = this.#known.get(file);
    const key = JSON.stringify(parameters);
    if (before?.text === text && before.parameters === key) return before.parsed;
    const parsed = parseTemplate(text, { file, identity: this.#identity, parameters });
    const kept = parsed.readable || before === undefined ? parsed : { ...parsed, functions: before.parsed.functions };
    this.#known.set(file, { text, parameters: key, parsed: kept });
    return kept;
  }

  /** Forgets all templates but these. */
  keep(files: readonly string[]): void {
    for (const file of this.#known.keys()) if (!files.includes(file)) this.#known.delete(file);
  }
}

async function readText(file: string): Promise<string | WorkspaceProblem> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) return workspaceProblem('TEMPLATE_MISSING', 'error', `${file} is not a file.`, startOf(file));
    if (stats.size > maximumBytes) {
      const message = `The template has ${stats.size} bytes, more than CloudFormation takes (${maximumTemplateCharacters}).`;
      return workspaceProblem('TEMPLATE_TOO_LARGE', 'error', message, startOf(file));
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    const missing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
    if (missing) return workspaceProblem('TEMPLATE_MISSING', 'error', `There is no template ${file}.`, startOf(file));
    return workspaceProblem('TEMPLATE_UNREADABLE', 'error', `The template cannot be read: ${messageOf(error)}`, startOf(file));
  }
}
