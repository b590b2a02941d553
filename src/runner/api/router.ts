import type { Operation } from './operationTable.ts';
import { decodeText, type Query } from './requestTarget.ts';

export interface Route {
  readonly operation: Operation;
  /** Texts by label, decoded. */
  readonly labels: Readonly<Record<string, string>>;
}

interface Node {
  readonly texts: Map<string, Node>;
  label?: Node;
  /** Operations whose path ends here, by method; those that ask for a query first. */
  readonly operations: Map<string, Operation[]>;
}

/** Finds the operation of a request. */
export class Router {
  readonly #root = makeNode();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) this.#add(operation);
  }

  /** Undefined where no operation has such a method, path and query. `path` is encoded; one slash at its end is nothing. */
  match(method: string, path: string, query: Query): Route | undefined {
    const parts = path.split('/');
    if (parts.shift() !== '' || parts.length === 0) return undefined;
    if (parts.length > 1 && parts.at(-1) === '') parts.pop();
    const found = find(this.#root, parts, 0, method);
    const operation = found?.find(({ query: wanted }) => wanted === undefined || query.get(wanted[0])?.includes(wanted[1]) === true);
    return operation === undefined ? undefined : { operation, labels: labelsOf(operation, parts) };
  }

  #add(operation: Operation): void {
    let node = this.#root;
    for (const segment of operation.segments) {
      if ('label' in segment) {
        node.label ??= makeNode();
        node = node.label;
      } else {
        const next = node.texts.get(segment.text) ?? makeNode();
        node.texts.set(segment.text, next);
        node = next;
      }
    }
    const operations = node.operations.get(operation.method) ?? [];
    if (operation.query === undefined) operations.push(operation);
    else operations.unshift(operation);
    node.operations.set(operation.method, operations);
  }
}

function makeNode(): Node {
  return { texts: new Map(), operations: new Map() };
}

/** Texts go before labels. */
function find(node: Node, parts: readonly string[], index: number, method: string): readonly Operation[] | undefined {
  const part = parts[index];
  if (part === undefined) return node.operations.get(method);
  if (part === '') return undefined;
  const next = node.texts.get(part);
  const found = next === undefined ? undefined : find(next, parts, index + 1, method);
  return found ?? (node.label === undefined ? undefined : find(node.label, parts, index + 1, method));
}

function labelsOf({ segments }: Operation, parts: readonly string[]): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if ('label' in segment) labels[segment.label] = decodeText(parts[index] ?? '');
  }
  return labels;
}
