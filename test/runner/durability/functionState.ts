import { GetFunctionCommand, ListAliasesCommand, ListVersionsByFunctionCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda';

import type { TestClient } from '../../shared/lambdaClient.ts';

/** What there is of a function, as far as the load changes it. */
export interface FunctionState {
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Descriptions of the versions by their numbers. */
  readonly versions: Readonly<Record<string, string>>;
  /** Versions of the aliases by their names. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** A region answers it; undefined where there is no such function. */
export async function readFunction(client: TestClient, FunctionName: string): Promise<FunctionState | undefined> {
  try {
    const { Configuration, Tags = {} } = await client.send(new GetFunctionCommand({ FunctionName }));
    const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
    const { Aliases = [] } = await client.send(new ListAliasesCommand({ FunctionName }));
    return {
      description: Configuration?.Description ?? '',
      tags: Tags,
      versions: Object.fromEntries(
        Versions.filter(({ Version }) => Version !== '$LATEST').map(({ Version, Description }) => [Version ?? '', Description ?? '']),
      ),
      aliases: Object.fromEntries(Aliases.map(({ Name, FunctionVersion }) => [Name ?? '', FunctionVersion ?? ''])),
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
