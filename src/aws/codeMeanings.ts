import type { ConnectionProblemCode } from './connection.ts';

/** What an error of code, and of code signing, means, and what to do about it; behind what Lambda said. */
export interface CodeMeaning {
  readonly code: ConnectionProblemCode;
  readonly advice: string;
}

const signAnew: CodeMeaning = {
  code: 'invalid',
  advice: 'Verify the package, sign it with a profile that the code signing configuration allows, and deploy the signed one.',
};
const throughS3: CodeMeaning = { code: 'invalid', advice: 'Put the package into a bucket, and deploy it from there.' };
const afterUpdate: CodeMeaning = { code: 'conflict', advice: 'Wait until the change that is under way has ended, and try again.' };

/** By the error's name. */
const byName: Readonly<Record<string, CodeMeaning>> = {
  CodeSigningConfigNotFoundException: {
    code: 'notFound',
    advice: 'Choose another code signing configuration, or make one: it is of one account and Region.',
  },
  InvalidCodeSignatureException: signAnew,
  CodeVerificationFailedException: signAnew,
  CodeStorageExceededException: { code: 'invalid', advice: 'Delete versions of functions and layers that nobody needs.' },
  RequestTooLargeException: throughS3,
  RequestEntityTooLargeException: throughS3,
};

/** Errors with one name for several matters: by operation, then by name. */
const byOperation: Readonly<Record<string, Readonly<Record<string, CodeMeaning>>>> = {
  DeleteCodeSigningConfig: { ResourceConflictException: { code: 'conflict', advice: 'Detach it from its functions first.' } },
  PutFunctionCodeSigningConfig: { ResourceConflictException: afterUpdate },
  DeleteFunctionCodeSigningConfig: { ResourceConflictException: afterUpdate },
  UpdateFunctionCode: {
    ResourceConflictException: afterUpdate,
    PreconditionFailedException: { code: 'conflict', advice: 'Somebody has changed the function meanwhile: look at it, and deploy again.' },
  },
};

/** Undefined for what means what it means of any operation. */
export function codeMeaning(name: string, operation: string): CodeMeaning | undefined {
  // Invocations have a payload that may be too large, and no package.
  if (operation.startsWith('Invoke')) return undefined;
  return byOperation[operation]?.[name] ?? byName[name];
}
