import type { SourcePosition } from '../../../../../src/lambda/function.ts';
import type { FunctionVersion } from '../../../../../src/runner/resources/functionVersion.ts';
import { versionIn } from '../../../../shared/functionVersion.ts';

/** A function of a template where it has a position, else of the API. */
export function versionOf(name: string, position?: SourcePosition, environment: Readonly<Record<string, string>> = {}): FunctionVersion {
  return versionIn('/w', {
    settings: { FunctionName: name, Environment: environment },
    ...(position !== undefined && { origin: { type: 'template', logicalId: name, position } }),
  });
}
