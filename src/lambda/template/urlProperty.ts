import { parseFunctionReference } from '../arn.ts';
import { type UrlAuthType, urlAuthTypes, type UrlCors, type UrlInvokeMode, urlInvokeModes, type UrlSettings } from '../url/urlConfig.ts';
import { quote } from './problems.ts';
import { PropertyReader } from './propertyReader.ts';
import type { Resolver } from './resolver.ts';
import type { Resource } from './resources.ts';
import type { Span } from './templateNode.ts';
import type { TemplateFunction } from './templateFunction.ts';
import type { MapValue, Value } from './value.ts';

const longestMaxAge = 86_400;

/** What reports; what is wrong with a URL leaves it out, and the function runs. */
type Reporter = Pick<PropertyReader, 'warn'>;

/** SAM's `FunctionUrlConfig` of a function. */
export function readFunctionUrl(reader: PropertyReader): UrlSettings | undefined {
  const value = reader.value('FunctionUrlConfig');
  if (value === undefined) return undefined;
  if (value.kind === 'map') return readSettings(reader, 'FunctionUrlConfig', value, reader.span('FunctionUrlConfig'));
  reader.warn('PROPERTY_TYPE', 'FunctionUrlConfig must be a map with AuthType. The function has no URL here.', reader.span('FunctionUrlConfig'));
  return undefined;
}

/** Gives functions the URLs that resources of the type `AWS::Lambda::Url` define for them. */
export function withUrlResources(
  resolver: Resolver,
  resources: Iterable<Resource>,
  functions: readonly TemplateFunction[],
): readonly TemplateFunction[] {
  const urls = new Map<string, UrlSettings>();
  for (const resource of resources) {
    const found = readUrlResource(resolver, resource, functions);
    if (found !== undefined) urls.set(found.functionName, found.settings);
  }
  if (urls.size === 0) return functions;
  return functions.map((one) => {
    const url = one.url ?? urls.get(one.settings.FunctionName);
    return url === undefined ? one : { ...one, url };
  });
}

function readUrlResource(
  resolver: Resolver,
  resource: Resource,
  functions: readonly TemplateFunction[],
): { readonly functionName: string; readonly settings: UrlSettings } | undefined {
  const reader = new PropertyReader(resolver, resource.key, resource.properties);
  const target = reader.value('TargetFunctionArn');
  const name = target?.kind === 'text' && target.standIn === undefined ? parseFunctionReference(target.text)?.name : undefined;
  const fn = functions.find(({ settings }) => settings.FunctionName === name);
  if (fn === undefined || reader.value('Qualifier') !== undefined) {
    const why = fn === undefined ? 'is not for a function of this template that is served' : 'is for an alias';
    reader.inform('URL_NOT_SERVED', `This URL ${why}; the Local region does not serve it.`, resource.key);
    return undefined;
  }
  const entries = new Map(
    ['AuthType', 'InvokeMode', 'Cors'].flatMap((key) => {
      const value = reader.value(key);
      return value === undefined ? [] : [[key, { key: reader.span(key), value }]];
    }),
  );
  const settings = readSettings(reader, resource.logicalId, { kind: 'map', entries, span: resource.key }, resource.key);
  return settings && { functionName: fn.settings.FunctionName, settings };
}

function readSettings(reporter: Reporter, owner: string, { entries }: MapValue, span: Span): UrlSettings | undefined {
  const authType = oneOf<UrlAuthType>(reporter, `${owner}.AuthType`, entries.get('AuthType')?.value, urlAuthTypes, span);
  if (authType === undefined) return undefined;
  const given = entries.get('InvokeMode')?.value;
  const invokeMode = given === undefined ? 'BUFFERED' : oneOf<UrlInvokeMode>(reporter, `${owner}.InvokeMode`, given, urlInvokeModes, span);
  if (invokeMode === undefined) return undefined;
  const cors = readCors(reporter, `${owner}.Cors`, entries.get('Cors')?.value);
  return { authType, invokeMode, ...(cors !== undefined && { cors }) };
}

function oneOf<T extends string>(reporter: Reporter, name: string, value: Value | undefined, allowed: readonly T[], span: Span): T | undefined {
  const text = value?.kind === 'text' && value.standIn === undefined ? value.text : undefined;
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  const problem = text === undefined ? 'is missing or cannot be told here' : `cannot be ${quote(text)}`;
  reporter.warn('PROPERTY_INVALID', `${name} ${problem}: it is ${allowed.join(' or ')}. The function has no URL here.`, value?.span ?? span);
  return undefined;
}

const lists = ['AllowHeaders', 'AllowMethods', 'AllowOrigins', 'ExposeHeaders'] as const;

function readCors(reporter: Reporter, name: string, value: Value | undefined): UrlCors | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== 'map') {
    reporter.warn('PROPERTY_TYPE', `${name} must be a map. The URL has no CORS settings here.`, value.span);
    return undefined;
  }
  const { entries } = value;
  const credentials = scalar(entries.get('AllowCredentials')?.value);
  const age = scalar(entries.get('MaxAge')?.value);
  const maxAge = age !== undefined && /^\d{1,5}$/.test(age) ? Number(age) : undefined;
  if (age !== undefined && (maxAge === undefined || maxAge > longestMaxAge)) {
    reporter.warn('PROPERTY_OUT_OF_RANGE', `${name}.MaxAge must be between 0 and ${longestMaxAge} seconds.`, entries.get('MaxAge')?.value.span ?? value.span);
  }
  const texts = lists.flatMap((key) => {
    const given = entries.get(key)?.value;
    return given === undefined ? [] : [[key, textsOf(reporter, `${name}.${key}`, given)] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(credentials !== undefined && { AllowCredentials: credentials === 'true' }),
    ...(maxAge !== undefined && maxAge <= longestMaxAge && { MaxAge: maxAge }),
  };
}

function textsOf(reporter: Reporter, name: string, value: Value): readonly string[] {
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => {
    const text = scalar(item);
    if (text === undefined) reporter.warn('PROPERTY_TYPE', `${name} takes texts that the template itself has; this one is left out.`, item.span);
    return text ?? [];
  });
}

function scalar(value: Value | undefined): string | undefined {
  return value?.kind === 'text' && value.type !== 'null' && value.standIn === undefined ? value.text : undefined;
}
