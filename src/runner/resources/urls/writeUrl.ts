import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import type { StoredCors, UrlDocument } from './storedUrl.ts';
import { refuseTemplateUrl } from './templateUrl.ts';
import { urlAnswer } from './urlAnswer.ts';
import { findUrl } from './urlConfigs.ts';
import { urlIdOf } from './urlId.ts';
import { functionMissing, urlMissing, urlTarget } from './urlTarget.ts';

export function createUrl(region: RegionResources): Handler<'CreateFunctionUrlConfig'> {
  const { identity, store, functions, tables, clock, urlEndpoints } = region;
  return async (input) => {
    const { name, alias, key, arn } = urlTarget(identity, 'CreateFunctionUrlConfig', input.FunctionName, input.Qualifier);
    return functions.exclusive(name, async () => {
      if (!functions.exists(name, alias)) throw functionMissing();
      if (tables.urls.has(key) || findUrl(region, name, alias) !== undefined) {
        throw lambdaErrors.conflict(
          `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
        );
      }
      const now = clock.now();
      const port = await urlEndpoints.open(key, undefined);
      const document: UrlDocument = {
        urlId: urlIdOf(arn),
        authType: input.AuthType,
        invokeMode: input.InvokeMode ?? 'BUFFERED',
        ...corsOf(input.Cors),
        ...(port !== undefined && { port }),
        createdAt: now,
        lastModified: now,
      };
      try {
        await commit(store, [tables.urls.putting(key, document)]);
      } catch (error) {
        urlEndpoints.close(key);
        throw error;
      }
      return { ...urlAnswer(region, name, alias ?? '', document), ...givenMode(input) };
    });
  };
}

/** What is left out stays; CORS settings are replaced as a whole, and empty ones take them away. */
export function updateUrl(region: RegionResources): Handler<'UpdateFunctionUrlConfig'> {
  const { identity, store, functions, tables, clock } = region;
  return async (input) => {
    const { name, alias, key } = urlTarget(identity, 'UpdateFunctionUrlConfig', input.FunctionName, input.Qualifier);
    return functions.exclusive(name, async () => {
      if (!functions.exists(name, alias)) throw functionMissing();
      refuseTemplateUrl(region, 'UpdateFunctionUrlConfig', name, alias);
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
        ...urlAnswer(region, name, alias ?? '', document),
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
