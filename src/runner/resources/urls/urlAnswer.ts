import type { Cors, FunctionUrlConfig } from '@aws-sdk/client-lambda';

import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { urlDomain } from '../../../lambda/url/urlDomain.ts';
import { functionKey } from '../functionKey.ts';
import type { StoredCors, UrlDocument } from './storedUrl.ts';
import type { UrlEndpoints } from './urlEndpoints.ts';

/** What all answers have. */
export type UrlAnswer = Omit<FunctionUrlConfig, 'InvokeMode' | 'LastModifiedTime'>;

/** What answers are made with. */
export interface UrlAnswering {
  readonly identity: Identity;
  readonly urlEndpoints: UrlEndpoints;
}

export function urlAnswer(region: UrlAnswering, name: string, alias: string, document: UrlDocument): UrlAnswer {
  const { authType, cors, createdAt } = document;
  return {
    FunctionUrl: servedUrl(region, functionKey(name, alias), document),
    FunctionArn: functionArn(region.identity, name, alias === '' ? undefined : alias),
    AuthType: authType,
    ...(cors !== undefined && { Cors: corsAnswer(cors) }),
    CreationTime: new Date(createdAt).toISOString(),
  };
}

/** As it is read and listed, with all there is. */
export function wholeUrlAnswer(region: UrlAnswering, name: string, alias: string, document: UrlDocument): FunctionUrlConfig {
  return {
    ...urlAnswer(region, name, alias, document),
    LastModifiedTime: new Date(document.lastModified).toISOString(),
    InvokeMode: document.invokeMode,
  };
}

/** Where it is served on this machine; where it is not, as AWS would write it. */
function servedUrl({ identity, urlEndpoints }: UrlAnswering, key: string, { urlId }: UrlDocument): string {
  const port = urlEndpoints.portOf(key);
  return port === undefined ? `https://${urlDomain(identity, urlId)}/` : `http://127.0.0.1:${port}/`;
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
