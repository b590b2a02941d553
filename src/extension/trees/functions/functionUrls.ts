import type { FunctionUrlConfig } from '@aws-sdk/client-lambda';
import type { Page } from '../../../aws/lambdaApi.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';

/** The URLs of a function and of its aliases, read once for all who ask. */
export class FunctionUrls {
  readonly #target: FunctionTarget;
  #all: Promise<readonly FunctionUrlConfig[]> | undefined;

  constructor(target: FunctionTarget) {
    this.#target = target;
  }

  /** Of the function itself, or of an alias; undefined where it has none. Throws CodedError. */
  async of(alias: string | undefined): Promise<FunctionUrlConfig | undefined> {
    this.#all ??= listFunctionUrls(this.#target);
    return (await this.#all).find((config) => aliasOf(config) === alias);
  }

  forget(): void {
    this.#all = undefined;
  }
}

/** All pages of them: a function has as many URLs as aliases, and one more. Throws CodedError. */
export async function listFunctionUrls({ connection, functionName }: FunctionTarget): Promise<readonly FunctionUrlConfig[]> {
  const api = await connection.api();
  const all: FunctionUrlConfig[] = [];
  let marker: string | undefined;
  do {
    const { items, next }: Page<FunctionUrlConfig> = await api.listFunctionUrls(functionName, marker);
    all.push(...items);
    marker = next;
  } while (marker !== undefined);
  return all;
}

/** The alias that a URL is of; undefined for the function's own. */
export function aliasOf({ FunctionArn: arn = '' }: FunctionUrlConfig): string | undefined {
  // arn:aws:lambda:<region>:<account>:function:<name>[:<alias>]
  return arn.split(':')[7];
}
