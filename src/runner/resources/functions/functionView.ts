import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import type { CodeArchives } from '../../store/archives/codeArchives.ts';
import type { CodeLocation, FunctionVersion } from '../functionVersion.ts';
import type { VersionDocument } from '../versions/storedVersion.ts';
import { environmentRevision } from './environmentRevision.ts';
import { executionOf } from './executionOf.ts';
import type { FunctionDocument, LambdaFunction, StoredConfiguration } from './storedFunction.ts';
import type { TemplateFunction } from './templateFunctions.ts';

interface Surroundings {
  readonly identity: Identity;
  readonly archives: CodeArchives;
}

/** How a function of the API shows. `codeFound`: its archive is in the store. */
export function viewOfDocument({ identity, archives }: Surroundings, document: FunctionDocument, codeFound: boolean): LambdaFunction {
  const { latest, tags, reservedConcurrency } = document;
  return {
    configuration: latest,
    tags,
    version: {
      ...runnable(archives, latest, latestVersion, codeFound),
      revision: environmentRevision(latest),
      version: latestVersion,
      arn: functionArn(identity, latest.settings.FunctionName),
      origin: { type: 'api' },
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    },
  };
}

/** How a published version shows, with what it has from its function. */
export function viewOfVersion(
  { identity, archives }: Surroundings,
  { tags, version: { reservedConcurrency } }: LambdaFunction,
  number: number,
  { configuration, description }: VersionDocument,
  codeFound: boolean,
): LambdaFunction {
  const { settings } = configuration;
  const described = description === undefined ? configuration : { ...configuration, settings: { ...settings, Description: description } };
  return {
    configuration: described,
    tags,
    version: {
      ...runnable(archives, described, String(number), codeFound),
      // It never changes.
      revision: described.revisionId,
      version: String(number),
      arn: functionArn(identity, settings.FunctionName, String(number)),
      origin: { type: 'api' },
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
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
    configuration,
    tags: {},
    version: {
      settings,
      version: latestVersion,
      arn: functionArn(identity, settings.FunctionName),
      code: { type: 'folder', path: definition.codeFolder },
      layers: definition.layers,
      execution: executionOf(configuration.further, latestVersion),
      origin: { type: 'template', logicalId: definition.logicalId, position: definition.position },
      revision: configuration.revisionId,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(definition.problem !== undefined && { problem: definition.problem.message }),
    },
  };
}

function runnable(
  archives: CodeArchives,
  { settings, code, further }: StoredConfiguration,
  version: string,
  codeFound: boolean,
): Pick<FunctionVersion, 'settings' | 'code' | 'layers' | 'execution' | 'problem'> {
  const location: CodeLocation =
    code.imageUri === undefined
      ? { type: 'archive', sha256: code.sha256, size: code.size, path: archives.folderOf(code.sha256) }
      : { type: 'image', uri: code.imageUri, path: '' };
  const problem = codeFound
    ? undefined
    : `The code of ${settings.FunctionName} is missing from the data folder. Upload it again with UpdateFunctionCode.`;
  return {
    settings,
    code: location,
    layers: further.Layers.map(({ Arn, sha256 }) =>
      sha256 === undefined ? { type: 'aws', arn: Arn } : { type: 'folder', path: archives.folderOf(sha256) },
    ),
    execution: executionOf(further, version),
    ...(problem !== undefined && { problem }),
  };
}
