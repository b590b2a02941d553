import type { Cors, FunctionUrlConfig } from '@aws-sdk/client-lambda';

import { functionArn, type Identity } from '../../../lambda/arn.ts';
import type { StoredCors, UrlDocument } from './storedUrl.ts';
import { functionUrl } from './urlId.ts';

/** What all answers have. */
export type UrlAnswer = Omit<FunctionUrlConfig, 'InvokeMode' | 'LastModifiedTime'>;

export function urlAnswer(identity: Identity, arn: string, { urlId, authType, cors, createdAt }: UrlDocument): UrlAnswer {
  return {
    FunctionUrl: functionUrl(identity, urlId),
    FunctionArn: arn,
    AuthType: authType,
    ...(cors !== undefined && { Cors: corsAnswer(cors) }),
    CreationTime: new Date(createdAt).toISOString(),
  };
}

/** As it is read and listed, with all there is. */
export function wholeUrlAnswer(identity: Identity, name: string, alias: string, document: UrlDocument): FunctionUrlConfig {
  return {
    ...urlAnswer(identity, functionArn(identity, name, alias === '' ? undefined : alias), document),
    LastModifiedTime: new Date(document.lastModified).toISOString(),
    InvokeMode: document.invokeMode,
  };
}

function corsAnswer({ AllowHeaders, AllowMethods, AllowOrigins, ExposeHeaders, ...rest }: StoredCors): Cors {
  return {
    ...rest,
    ...(AllowHeaders !== undefined && { AllowHeaders: [...AllowHeaders] }),
    ...(AllowMethods !== undefined && { AllowMethods: [...AllowMethods] }),
    ...(AllowOrigins !== undefined && { AllowOrigins: [...AllowOrigins] }),
    ...(ExposeHeaders !== undefined && { ExposeHeaders: [...ExposeHeaders] }),
  };
}
