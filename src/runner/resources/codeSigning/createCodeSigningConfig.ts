import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkTagCount, puttingNewTags } from '../tags/newTags.ts';
import { codeSigningConfigArn } from './codeSigningArn.ts';
import { checkPublishers, configAnswer } from './codeSigningConfigs.ts';
import type { CodeSigningConfigDocument } from './storedCodeSigningConfig.ts';

const idLength = 17;

export function createCodeSigningConfig(region: RegionResources): Handler<'CreateCodeSigningConfig'> {
  const { identity, store, tables, clock } = region;
  return async (input) => {
    checkTagCount(input.Tags);
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
      ...puttingNewTags(tables, codeSigningConfigArn(identity, id), input.Tags),
    ]);
    return { CodeSigningConfig: configAnswer(region, id, document) };
  };
}

/** As many letters and digits of a UUID as an id has. */
function newId({ uuid }: RegionResources): string {
  return `csc-${uuid().replaceAll('-', '').slice(-idLength)}`;
}
