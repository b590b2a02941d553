import { Composer, type CST, type Document, Parser } from 'yaml';
import { convertNodes } from './convertNodes.ts';
import type { Problems } from './problems.ts';
import type { SourceText } from './sourceText.ts';
import type { TemplateNode } from './templateNode.ts';

/** After so many errors of syntax a text is no YAML. */
const maximumSyntaxErrors = 20;

/**
 * Reads YAML or JSON (which is YAML) into nodes with positions. Undefined after an error of syntax, or for an empty file.
 * The time it takes grows with the text only: aliases share their node instead of repeating it.
 */
export function readDocument(source: SourceText, problems: Problems): TemplateNode | undefined {
  const [document, second] = readDocuments(source.text);
  // Errors of syntax follow from one another: the first is the one that helps.
  const [error] = document?.errors ?? [];
  if (error !== undefined) {
    const [start, end] = error.pos;
    const tooDeep = error.code === 'RESOURCE_EXHAUSTION';
    const message = tooDeep ? 'The template is nested too deeply to be read.' : `Not valid YAML: ${withoutQuote(error.message)}`;
    problems.report(tooDeep ? 'TEMPLATE_TOO_DEEP' : 'TEMPLATE_SYNTAX', 'error', message, source.firstLine({ start, end }));
  }
  if (second !== undefined) {
    const [start, end] = second.range;
    const message = 'A template is one YAML document; here another one begins.';
    problems.report('TEMPLATE_SYNTAX', 'error', message, source.firstLine({ start, end }));
  }
  const contents = document?.contents ?? undefined;
  const wrong = document?.errors.length !== 0 || second !== undefined;
  return contents === undefined || wrong ? undefined : convertNodes(contents, source, problems);
}

/** Behind a colon the library quotes the text, which may be the value of an environment variable. */
function withoutQuote(message: string): string {
  return message.replace(/(?<=\S): [^]*$/, '.');
}

/** The first two documents at most. */
function readDocuments(text: string): readonly Document.Parsed[] {
  // The library's own search for equal keys compares all with all; ours looks them up.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(untilGarbage(new Parser().parse(text)), true, text.length)) {
    documents.push(document);
    if (documents.length === 2) break;
  }
  return documents;
}

/** Ends where the text turns out to be no YAML: one error after the other would take long, and tell nothing new. */
function* untilGarbage(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let errors = 0;
  for (const token of tokens) {
    if (token.type === 'error' && ++errors > maximumSyntaxErrors) return;
    yield token;
  }
}
