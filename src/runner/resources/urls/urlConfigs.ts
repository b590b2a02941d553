import { functionArn, type Identity } from '../../../lambda/arn.ts';
import type { UrlSettings } from '../../../lambda/url/urlConfig.ts';
import { functionKey } from '../functionKey.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { RegionTables } from '../regionTables.ts';
import type { UrlDocument } from './storedUrl.ts';
import { urlIdOf } from './urlId.ts';

/** What URLs are found in. */
export interface UrlSources {
  readonly identity: Identity;
  readonly functions: Pick<FunctionStore, 'get' | 'exists' | 'templateUrl'>;
  readonly tables: Pick<RegionTables, 'urls' | 'templateUrls'>;
}

/** A function's URL, or an alias's. */
export interface FoundUrl {
  readonly document: UrlDocument;
  /** Whether a template defines it: then its settings change there. */
  readonly ofTemplate: boolean;
}

/** Undefined where there is none. That of a template goes before one of the API. */
export function findUrl(sources: UrlSources, name: string, alias = ''): FoundUrl | undefined {
  const { functions, tables } = sources;
  const settings = alias === '' ? functions.templateUrl(name) : undefined;
  if (settings !== undefined) return { document: templateDocument(sources, name, settings), ofTemplate: true };
  // What belonged to a template's function stays when the function goes.
  if (!functions.exists(name, alias === '' ? undefined : alias)) return undefined;
  const document = tables.urls.get(functionKey(name, alias));
  return document && { document, ofTemplate: false };
}

function templateDocument({ identity, functions, tables }: UrlSources, name: string, settings: UrlSettings): UrlDocument {
  const kept = tables.templateUrls.get(functionKey(name));
  const lastModified = functions.get(name)?.configuration.lastModified ?? 0;
  return {
    urlId: urlIdOf(functionArn(identity, name)),
    authType: settings.authType,
    invokeMode: settings.invokeMode,
    ...(settings.cors !== undefined && { cors: { ...settings.cors } }),
    createdAt: kept?.createdAt ?? lastModified,
    lastModified: Math.max(kept?.createdAt ?? 0, lastModified),
    ...(kept !== undefined && { port: kept.port }),
  };
}
