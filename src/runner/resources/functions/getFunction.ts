import { pathToFileURL } from 'node:url';

import type { FunctionCodeLocation } from '@aws-sdk/client-lambda';

import type { Handler } from '../../api/handlers.ts';
import { configurationAnswer } from './configurationAnswer.ts';
import { readFunction } from './functionAccess.ts';
import type { FunctionStore } from './functionStore.ts';
import type { LambdaFunction } from './storedFunction.ts';

export function getFunction(functions: FunctionStore): Handler<'GetFunction'> {
  return async (input) => {
    const { fn, qualified } = readFunction(functions, 'GetFunction', input.FunctionName, input.Qualifier);
    const reserved = fn.version.reservedConcurrency;
    return {
      Configuration: configurationAnswer(functions.identity, fn, { qualified }),
      Code: codeLocation(functions, fn),
      ...(Object.keys(fn.tags).length > 0 && { Tags: { ...fn.tags } }),
      ...(reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    };
  };
}

export function getFunctionConfiguration(functions: FunctionStore): Handler<'GetFunctionConfiguration'> {
  return async (input) => {
    const { fn, qualified } = readFunction(functions, 'GetFunctionConfiguration', input.FunctionName, input.Qualifier);
    return configurationAnswer(functions.identity, fn, { qualified });
  };
}

/** Where AWS gives a link to download the zip, it is a file here: the zip, or the folder of the workspace. */
function codeLocation({ archives }: FunctionStore, { version: { code } }: LambdaFunction): FunctionCodeLocation {
  return code.type === 'archive'
    ? { RepositoryType: 'S3', Location: pathToFileURL(archives.zipOf(code.sha256)).href }
    : { RepositoryType: 'Folder', Location: pathToFileURL(code.path).href };
}
