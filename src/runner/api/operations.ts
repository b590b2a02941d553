import type * as sdk from '@aws-sdk/client-lambda';

type Sdk = typeof sdk;

/** Every operation of the Lambda API, as the SDK names it: `CreateFunction`, `Invoke` … */
export type OperationName = Exclude<{ [K in keyof Sdk]: K extends `${infer Name}Command` ? Name : never }[keyof Sdk], '$'>;

type InputOf<Command> = Command extends { readonly input: infer Input } ? Input : never;
type OutputOf<Command> = Command extends {
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }>;
}
  ? Output
  : never;

type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;

/** As it arrives: blobs are bytes, streams are read, and required members are there, since the request was checked before. */
type Received<T> =
  // A member that may be given as bytes arrives as bytes.
  [Uint8Array] extends [T] ? Uint8Array
  : T extends Date | string | number | boolean | undefined ? T
  : T extends readonly (infer Item)[] ? Received<Item>[]
  : T extends object ? { [K in keyof T]: IsOptional<T, K> extends true ? ReceivedOptional<T[K]> : Received<Exclude<T[K], undefined>> }
  : T;
type ReceivedOptional<T> = [Uint8Array] extends [T] ? Uint8Array | undefined : Received<T>;

/** As handlers answer: blobs are bytes, and there is no metadata. Members that are undefined or null are left out of the response. */
type Answered<T> = {
  [K in keyof T as K extends '$metadata' ? never : K]: Exclude<T[K], undefined> extends Uint8Array ? Uint8Array | undefined : T[K];
};

/** What each operation takes and gives. */
export type Operations = {
  [Name in OperationName]: {
    readonly input: Received<InputOf<InstanceType<Sdk[`${Name}Command`]>>>;
    readonly output: Answered<OutputOf<InstanceType<Sdk[`${Name}Command`]>>>;
  };
};
