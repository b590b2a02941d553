import type { Span } from './templateNode.ts';

/** What a node comes to once its intrinsic functions are resolved; undefined stands for no value, as of `Ref: AWS::NoValue`. */
export type Value = TextValue | ListValue | MapValue;

/** Why a text is not what it will be in a deployed stack. */
export interface StandIn {
  /** What only a deployed stack knows, as a reader names it: `the attribute Arn of OrdersTable`. */
  readonly what: string;
  /** The resource, where the text stands for one alone. */
  readonly resource?: string;
}

/** CloudFormation makes all scalars text; `type` tells what was written. */
export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  readonly span: Span;
  readonly standIn?: StandIn;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly span: Span;
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, { readonly key: Span; readonly value: Value }>;
  readonly span: Span;
}

export function textValue(text: string, span: Span, standIn?: StandIn): TextValue {
  return { kind: 'text', type: 'string', text, span, ...(standIn !== undefined && { standIn }) };
}

export function isText(value: Value | undefined): value is TextValue {
  return value?.kind === 'text';
}

const andOthers = ', among others';

/** The text of several pieces together. It stands in for a resource only if a single piece does and there is no other. */
export function joinTexts(pieces: readonly TextValue[], separator: string, span: Span): TextValue {
  const text = pieces.map((piece) => piece.text).join(separator);
  const standIns = pieces.flatMap((piece) => piece.standIn ?? []);
  const [first] = standIns;
  if (first === undefined) return textValue(text, span);
  if (pieces.length === 1) return textValue(text, span, first);
  const others = standIns.length > 1 && !first.what.endsWith(andOthers);
  return textValue(text, span, { what: others ? `${first.what}${andOthers}` : first.what });
}
