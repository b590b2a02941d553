import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { codeSigningConfigArn } from './codeSigningArn.ts';
import { checkPublishers, configAnswer } from './codeSigningConfigs.ts';
import type { CodeSigningConfigDocument } from './storedCodeSigningConfig.ts';

/** Source: AWS General Reference, "Tag restrictions". */
const mostTags = 50;
const idLength = 17;

export function createCodeSigningConfig(region: RegionResources): Handler<'CreateCodeSigningConfig'> {
  const { identity, store, tables, clock } = region;
  return async (input) => {
    const tags = input.Tags ?? {};
    if (Object.keys(tags).length > mostTags) throw lambdaErrors.invalidParameter('Number of tags exceeds resource tag limit.');
    const publishers = input.AllowedPublishers.SigningProfileVersionArns;
    checkPublishers(publishers);
    const id = newId(region);
    const document: CodeSigningConfigDocument = {
      description: input.Description ?? '',
      allowedPublishers: publishers,
      untrustedArtifactOnDeployment: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? 'Warn',
      lastModified: clock.now(),
    };
    await commit(store, [
      tables.codeSigningConfigs.putting(id, document),
      ...(Object.keys(tags).length > 0 ? [tables.tags.putting(codeSigningConfigArn(identity, id), { tags })] : []),
    ]);
    return { CodeSigningConfig: configAnswer(region, id, document) };
  };
}

/** As many letters and digits of a UUID as an id has. */
function newId({ uuid }: RegionResources): string {
  return `csc-${uuid().replaceAll('-', '').slice(-idLength)}`;
}
