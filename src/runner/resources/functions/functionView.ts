import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import type { CodeArchives } from '../../store/archives/codeArchives.ts';
import type { FunctionDocument, LambdaFunction } from './storedFunction.ts';
import type { TemplateFunction } from './templateFunctions.ts';

/** How a function of the API shows. `codeFound`: its archive is in the store. */
export function viewOfDocument(identity: Identity, archives: CodeArchives, document: FunctionDocument, codeFound: boolean): LambdaFunction {
  const { latest, tags, reservedConcurrency } = document;
  const { settings, code } = latest;
  return {
    latest,
    tags,
    version: {
      settings,
      version: latestVersion,
      arn: functionArn(identity, settings.FunctionName),
      code: { type: 'archive', ...code, path: archives.folderOf(code.sha256) },
      layers: [],
      origin: { type: 'api' },
      revision: latest.revisionId,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(!codeFound && {
        problem: `The code of ${settings.FunctionName} is missing from the data folder. Upload it again with UpdateFunctionCode.`,
      }),
    },
  };
}

/** How a function of a template shows, with the reservation that it was granted. */
export function viewOfTemplate(
  identity: Identity,
  { definition, configuration }: TemplateFunction,
  reservedConcurrency?: number,
): LambdaFunction {
  const { settings } = configuration;
  return {
    latest: configuration,
    tags: {},
    version: {
      settings,
      version: latestVersion,
      arn: functionArn(identity, settings.FunctionName),
      code: { type: 'folder', path: definition.codeFolder },
      layers: definition.layers,
      origin: { type: 'template', logicalId: definition.logicalId, position: definition.position },
      revision: configuration.revisionId,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(definition.problem !== undefined && { problem: definition.problem.message }),
    },
  };
}
