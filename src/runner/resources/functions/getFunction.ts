import { pathToFileURL } from 'node:url';

import type { FunctionCodeLocation } from '@aws-sdk/client-lambda';

import { assertNever } from '../../../common/assertNever.ts';
import type { Handler } from '../../api/handlers.ts';
import { configurationAnswer } from './configurationAnswer.ts';
import { readFunction } from './functionAccess.ts';
import type { FunctionStore } from './functionStore.ts';
import type { LambdaFunction } from './storedFunction.ts';

export function getFunction(functions: FunctionStore): Handler<'GetFunction'> {
  return async (input) => {
    const { fn, arn } = await readFunction(functions, 'GetFunction', input.FunctionName, input.Qualifier);
    const reserved = fn.version.reservedConcurrency;
    return {
      Configuration: configurationAnswer(functions, fn, { arn }),
      Code: codeLocation(functions, fn),
      ...(Object.keys(fn.tags).length > 0 && { Tags: { ...fn.tags } }),
      ...(reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    };
  };
}

export function getFunctionConfiguration(functions: FunctionStore): Handler<'GetFunctionConfiguration'> {
  return async (input) => {
    const { fn, arn } = await readFunction(functions, 'GetFunctionConfiguration', input.FunctionName, input.Qualifier);
    return configurationAnswer(functions, fn, { arn });
  };
}

/** Where AWS gives a link to download the zip, it is a file here: the zip, or the folder of the workspace. */
function codeLocation({ archives }: FunctionStore, { version, configuration }: LambdaFunction): FunctionCodeLocation {
  const { code } = version;
  const { sha256, sourceKmsKeyArn: key, s3Object } = configuration.code;
  switch (code.type) {
    case 'archive':
      return {
        RepositoryType: 'S3',
        Location: pathToFileURL(archives.zipOf(code.sha256)).href,
        ...(s3Object !== undefined && { ResolvedS3Object: s3Object }),
        ...(key !== undefined && { SourceKMSKeyArn: key }),
      };
    case 'folder':
      return { RepositoryType: 'Folder', Location: pathToFileURL(code.path).href };
    case 'image':
      return { RepositoryType: 'ECR', ImageUri: code.uri, ResolvedImageUri: `${repositoryOf(code.uri)}@sha256:${sha256}` };
    default:
      return assertNever(code);
  }
}

/** An image's URI without its tag and digest; a port of the registry's stays. */
function repositoryOf(imageUri: string): string {
  return imageUri.replace(/@[^@]*$/, '').replace(/:[^:/]*$/, '');
}
