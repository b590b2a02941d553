interface Limits {
  /** A string's or blob's length, a container's size, or a number's value; both ends are allowed. */
  readonly min?: number;
  readonly max?: number;
}

interface Shape {
  /** Its values are in no message. */
  readonly sensitive?: boolean;
}

interface TextShape extends Shape, Limits {
  readonly type: 'string' | 'blob';
  /** A regular expression of Java's dialect, which the whole text matches. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

interface NumberShape extends Shape, Limits {
  readonly type: 'integer' | 'long' | 'double';
}

interface PlainShape extends Shape {
  readonly type: 'boolean' | 'timestamp';
}

/** `member`, `key` and `value` are names of shapes. */
export interface ListShape extends Shape, Limits {
  readonly type: 'list';
  readonly member: string;
}

export interface MapShape extends Shape, Limits {
  readonly type: 'map';
  readonly key: string;
  readonly value: string;
}

export interface StructureShape extends Shape {
  readonly type: 'structure';
  readonly required?: readonly string[];
  /** Names of shapes by member. */
  readonly members: Readonly<Record<string, string>>;
}

export type ConstraintShape = TextShape | NumberShape | PlainShape | ListShape | MapShape | StructureShape;

/** Shapes by name. */
export type ConstraintModel = Readonly<Record<string, ConstraintShape>>;
