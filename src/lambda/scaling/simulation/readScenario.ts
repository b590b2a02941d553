import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { CodedError } from '../../../common/codedError.ts';

/** Keys and indices, from the outermost in. */
export type ScenarioPath = readonly (string | number)[];

/** What a scenario's file says, not yet checked. */
export interface ScenarioText {
  readonly value: unknown;
  /** Where a part is written, as `file:line:column`, counted from 1; the place of what should contain it where it is not written. */
  placeOf(path: ScenarioPath): string;
}

/** Aliases of YAML may repeat so many parts, which no honest scenario needs. */
const mostAliases = 100;

/** Reads JSON or YAML. Throws CodedError `SCENARIO_SYNTAX`, whose message begins with `file:line:column`. */
export function readScenario(file: string, text: string): ScenarioText {
  const lines = linesOf(text);
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const placeOf = (path: ScenarioPath): string => place(offsetOf(parsed(text), path));
  const json = parsedJson(text);
  if (json !== undefined) return { value: json.value, placeOf };
  const document = parsed(text);
  const [error] = document.errors;
  if (error !== undefined) throw new CodedError('SCENARIO_SYNTAX', `${place(error.pos[0])}: This is neither YAML nor JSON: ${error.message}`);
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }) as unknown, placeOf };
  } catch (cause) {
    throw new CodedError('SCENARIO_SYNTAX', `${place(0)}: Its aliases repeat too much, or name no anchor.`, { cause });
  }
}

function parsed(text: string): Document {
  return parseDocument(text, { prettyErrors: false, logLevel: 'error' });
}

function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/** Recorded traffic may be long, and YAML's parser is slow. */
function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function offsetOf(document: Document, path: ScenarioPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range !== undefined && node.range !== null) return node.range[0];
  }
  return 0;
}
