import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import type { StoredCors, UrlDocument } from './storedUrl.ts';
import { urlAnswer } from './urlAnswer.ts';
import { urlIdOf } from './urlId.ts';
import { functionMissing, urlMissing, urlTarget } from './urlTarget.ts';

export function createUrl(region: RegionResources): Handler<'CreateFunctionUrlConfig'> {
  const { identity, store, functions, tables, clock } = region;
  return async (input) => {
    const { name, alias, key, arn } = urlTarget(identity, 'CreateFunctionUrlConfig', input.FunctionName, input.Qualifier);
    return functions.exclusive(name, async () => {
      if (!functions.exists(name, alias)) throw functionMissing();
      if (tables.urls.has(key)) {
        throw lambdaErrors.conflict(
          `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
        );
      }
      const now = clock.now();
      const document: UrlDocument = {
        urlId: urlIdOf(arn),
        authType: input.AuthType,
        invokeMode: input.InvokeMode ?? 'BUFFERED',
        ...corsOf(input.Cors),
        createdAt: now,
        lastModified: now,
      };
      await commit(store, [tables.urls.putting(key, document)]);
      return { ...urlAnswer(identity, arn, document), ...givenMode(input) };
    });
  };
}

/** What is left out stays; CORS settings are replaced as a whole, and empty ones take them away. */
export function updateUrl(region: RegionResources): Handler<'UpdateFunctionUrlConfig'> {
  const { identity, store, functions, tables, clock } = region;
  return async (input) => {
    const { name, alias, key, arn } = urlTarget(identity, 'UpdateFunctionUrlConfig', input.FunctionName, input.Qualifier);
    return functions.exclusive(name, async () => {
      if (!functions.exists(name, alias)) throw functionMissing();
      const before = tables.urls.get(key);
      if (before === undefined) throw urlMissing();
      const { cors: _cors, ...rest } = before;
      const document: UrlDocument = {
        ...(input.Cors === undefined ? before : { ...rest, ...corsOf(input.Cors) }),
        authType: input.AuthType ?? before.authType,
        invokeMode: input.InvokeMode ?? before.invokeMode,
        lastModified: clock.now(),
      };
      await commit(store, [tables.urls.putting(key, document)]);
      return {
        ...urlAnswer(identity, arn, document),
        LastModifiedTime: new Date(document.lastModified).toISOString(),
        ...givenMode(input),
      };
    });
  };
}

type Input = Operations['CreateFunctionUrlConfig']['input'];

/** Answers to changes tell the mode only where it was given; source: answers of the service. */
function givenMode({ InvokeMode }: Pick<Input, 'InvokeMode'>): Pick<Input, 'InvokeMode'> {
  return InvokeMode === undefined ? {} : { InvokeMode };
}

function corsOf(input: Input['Cors']): { readonly cors?: StoredCors } {
  if (input === undefined) return {};
  const { AllowCredentials, AllowHeaders, AllowMethods, AllowOrigins, ExposeHeaders, MaxAge } = input;
  const cors: StoredCors = {
    ...(AllowCredentials !== undefined && { AllowCredentials }),
    ...(AllowHeaders !== undefined && { AllowHeaders }),
    ...(AllowMethods !== undefined && { AllowMethods }),
    ...(AllowOrigins !== undefined && { AllowOrigins }),
    ...(ExposeHeaders !== undefined && { ExposeHeaders }),
    ...(MaxAge !== undefined && { MaxAge }),
  };
  return Object.keys(cors).length === 0 ? {} : { cors };
}
