import type { GenericSchema } from 'valibot';

/** A family of documents with keys of its own. T is JSON. */
export interface DocumentKind<T> {
  /** Letters only; part of every key on disk, so it never changes. */
  readonly name: string;
  /** What is read from disk is checked by it: an earlier version, or a damaged disk, may have put there something else. */
  readonly schema: GenericSchema<unknown, T>;
}

export interface KeyedDocument<T> {
  readonly key: string;
  readonly value: T;
}

export type DocumentWrite =
  | { readonly type: 'put'; readonly kind: string; readonly key: string; readonly value: unknown }
  | { readonly type: 'delete'; readonly kind: string; readonly key: string };

export function putting<T>(kind: DocumentKind<T>, key: string, value: T): DocumentWrite {
  return { type: 'put', kind: kind.name, key, value };
}

export function deleting<T>(kind: DocumentKind<T>, key: string): DocumentWrite {
  return { type: 'delete', kind: kind.name, key };
}

/** Between a kind and its keys; `afterSeparator` sorts right behind it, so that it ends the range of a kind. */
const separator = '!';
const afterSeparator = '"';
const lastCharacter = '\u{10FFFF}';

/** Where a document lies among all; keys of a kind sort as their UTF-8 bytes do. */
export function storedKey(kind: string, key: string): string {
  return `${kind}${separator}${key}`;
}

export function keyOf(kind: string, stored: string): string {
  return stored.slice(kind.length + separator.length);
}

/** The stored keys of a kind that begin with `prefix` and come after `after`. */
export function keyRange(
  kind: string,
  prefix: string,
  after?: string,
): { readonly gt: string; readonly lt: string } | { readonly gte: string; readonly lt: string } {
  const lt = prefix === '' ? `${kind}${afterSeparator}` : storedKey(kind, prefix + lastCharacter);
  return after === undefined || after < prefix ? { gte: storedKey(kind, prefix), lt } : { gt: storedKey(kind, after), lt };
}
