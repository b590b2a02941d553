/** From and to, as offsets in the template's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A template as it is written, before anything in it is resolved. Short forms (`!Ref X`) stand as their long form (`{ Ref: X }`). */
export type TemplateNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  /** As written: `1.10` stays `1.10`. Without quotes. */
  readonly text: string;
  readonly span: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly TemplateNode[];
  readonly span: Span;
}

export interface MapEntry {
  readonly key: Span;
  readonly value: TemplateNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly span: Span;
}

/** The value under a key; undefined where the node is no map or has no such key. */
export function child(node: TemplateNode | undefined, key: string): TemplateNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The value under a path of keys. */
export function descendant(node: TemplateNode | undefined, ...path: readonly string[]): TemplateNode | undefined {
  return path.reduce(child, node);
}

/** The entries of a map; none for any other node. */
export function entriesOf(node: TemplateNode | undefined): ReadonlyMap<string, MapEntry> {
  return node?.kind === 'map' ? node.entries : new Map();
}

/** The text of a scalar other than null. */
export function textOf(node: TemplateNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.type !== 'null' ? node.text : undefined;
}

export interface Intrinsic {
  /** `Ref` or `Fn::…`. */
  readonly name: string;
  readonly argument: TemplateNode;
}

/** The intrinsic function that a map of one entry calls; undefined for plain values. */
export function intrinsicOf(node: TemplateNode): Intrinsic | undefined {
  if (node.kind !== 'map' || node.entries.size !== 1) return undefined;
  for (const [name, entry] of node.entries) {
    if (name === 'Ref' || name.startsWith('Fn::')) return { name, argument: entry.value };
  }
  return undefined;
}
