import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { clip, type Problems, quote } from './problems.ts';
import type { SourceText } from './sourceText.ts';
import type { ListNode, MapEntry, MapNode, ScalarNode, Span, TemplateNode } from './templateNode.ts';

/** Deeper than any template that CloudFormation takes, shallow enough for every later recursion. */
const maximumDepth = 100;
/** Entries that merge keys (`<<`) may copy: they are the one thing that makes the nodes more than the text. */
const maximumMergedEntries = 50_000;

/** YAML's nodes as a template's: aliases are followed, maps are merged, short forms of intrinsic functions become long ones. */
export function convertNodes(node: Node, source: SourceText, problems: Problems): TemplateNode {
  return new Conversion(source, problems).node(node, { start: 0, end: 0 }, 0);
}

class Conversion {
  readonly #source: SourceText;
  readonly #problems: Problems;
  /** `open` while the anchored node itself is being read. */
  readonly #anchors = new Map<string, TemplateNode | 'open'>();
  #mergedEntries = 0;

  constructor(source: SourceText, problems: Problems) {
    this.#source = source;
    this.#problems = problems;
  }

  /** `key` is where a value that has no text of its own is shown. */
  node(node: Node | null, key: Span, depth: number): TemplateNode {
    if (node === null) return emptyAt(key);
    const span = this.#span(node, key);
    if (depth > maximumDepth) {
      this.#problems.report('TEMPLATE_TOO_DEEP', 'error', `Values are nested more than ${maximumDepth} levels deep.`, span);
      return emptyAt(span);
    }
    if (isAlias(node)) return this.#alias(node.source, span);
    const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const plain = this.#plain(node, span, depth);
    const tagged = longForm(node.tag, plain);
    if (anchor !== undefined) this.#anchors.set(anchor, tagged);
    return tagged;
  }

  #plain(node: Node, span: Span, depth: number): TemplateNode {
    if (isMap(node)) return this.#map(node, span, depth);
    if (isSeq(node)) return this.#list(node, span, depth);
    return isScalar(node) ? scalar(node, span) : emptyAt(span);
  }

  #alias(name: string, span: Span): TemplateNode {
    const target = this.#anchors.get(name);
    if (target !== undefined && target !== 'open') return target;
    const cyclic = `The alias *${clip(name)} lies inside the value that it stands for.`;
    const message = target === 'open' ? cyclic : `No anchor &${clip(name)} comes before this alias.`;
    this.#problems.report('TEMPLATE_ALIAS', 'error', message, span);
    return emptyAt(span);
  }

  #list(node: YAMLSeq, span: Span, depth: number): ListNode {
    return { kind: 'list', items: node.items.map((item) => this.node(isNode(item) ? item : null, span, depth + 1)), span };
  }

  #map(node: YAMLMap, span: Span, depth: number): MapNode {
    const entries = new Map<string, MapEntry>();
    const merged: MapNode[] = [];
    for (const pair of node.items) {
      if (!isScalar(pair.key)) {
        this.#problems.report('TEMPLATE_INVALID', 'error', 'A key must be text.', isNode(pair.key) ? this.#span(pair.key, span) : span);
        continue;
      }
      const key = this.#span(pair.key, span);
      const name = scalar(pair.key, key).text;
      const value = this.node(isNode(pair.value) ? pair.value : null, key, depth + 1);
      if (name === '<<') merged.push(...mapsOf(value));
      else this.#add(entries, name, { key, value });
    }
    for (const map of merged) this.#merge(entries, map, span);
    return { kind: 'map', entries, span };
  }

  /** What the map has itself goes before what it merges. */
  #merge(entries: Map<string, MapEntry>, from: MapNode, span: Span): void {
    const had = this.#mergedEntries <= maximumMergedEntries;
    this.#mergedEntries += from.entries.size;
    if (this.#mergedEntries > maximumMergedEntries) {
      if (had) this.#problems.report('TEMPLATE_TOO_COMPLEX', 'error', 'The merge keys of this template copy too many entries.', span);
      return;
    }
    for (const [name, entry] of from.entries) if (!entries.has(name)) entries.set(name, entry);
  }

  #add(entries: Map<string, MapEntry>, name: string, entry: MapEntry): void {
    if (entries.has(name)) {
      this.#problems.report('TEMPLATE_DUPLICATE_KEY', 'error', `The key ${quote(name)} occurs twice; the later one counts.`, entry.key);
    }
    entries.set(name, entry);
  }

  #span(node: Node, fallback: Span): Span {
    const [start, end] = node.range ?? [fallback.start, fallback.end];
    const span = this.#source.trimEnd({ start, end });
    return span.end > span.start ? span : fallback;
  }
}

function emptyAt(span: Span): ScalarNode {
  return { kind: 'scalar', type: 'null', text: '', span };
}

function scalar(node: Scalar, span: Span): ScalarNode {
  const { value } = node;
  if (value === null || value === undefined) return { kind: 'scalar', type: 'null', text: node.source ?? '', span };
  if (typeof value === 'string') return { kind: 'scalar', type: 'string', text: value, span };
  const type = typeof value === 'boolean' ? 'boolean' : 'number';
  return { kind: 'scalar', type, text: node.source ?? '', span };
}

/** `!Ref X` → `{ Ref: X }`, `!GetAtt A.B` → `{ 'Fn::GetAtt': A.B }`. */
function longForm(tag: string | undefined, value: TemplateNode): TemplateNode {
  if (tag === undefined || !tag.startsWith('!') || tag.length === 1) return value;
  const name = tag.slice(1);
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return { kind: 'map', entries: new Map([[key, { key: value.span, value }]]), span: value.span };
}

function mapsOf(value: TemplateNode): readonly MapNode[] {
  if (value.kind === 'map') return [value];
  return value.kind === 'list' ? value.items.filter((item) => item.kind === 'map') : [];
}
