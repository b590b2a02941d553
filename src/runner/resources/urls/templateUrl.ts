import { refuseTemplate } from '../functions/functionAccess.ts';
import type { RegionResources } from '../regionResources.ts';

/** Throws LambdaError for the URL of a function's template: it is changed there. */
export function refuseTemplateUrl({ functions }: RegionResources, action: string, name: string, alias: string | undefined): void {
  const fn = functions.get(name);
  if (fn !== undefined && alias === undefined && functions.templateUrl(name) !== undefined) refuseTemplate(fn, action);
}
