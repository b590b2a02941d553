import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkPublishers, configAnswer, existingConfig, withConfig } from './codeSigningConfigs.ts';
import type { CodeSigningConfigDocument } from './storedCodeSigningConfig.ts';

/** What a request does not name stays. */
export function updateCodeSigningConfig(region: RegionResources): Handler<'UpdateCodeSigningConfig'> {
  const { store, tables, clock } = region;
  return async (input) =>
    withConfig(region, input.CodeSigningConfigArn, async () => {
      const { id, document } = existingConfig(region, input.CodeSigningConfigArn);
      const publishers = input.AllowedPublishers?.SigningProfileVersionArns ?? document.allowedPublishers;
      checkPublishers(publishers);
      const changed: CodeSigningConfigDocument = {
        description: input.Description ?? document.description,
        allowedPublishers: [...publishers],
        untrustedArtifactOnDeployment: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? document.untrustedArtifactOnDeployment,
        lastModified: clock.now(),
      };
      await commit(store, [tables.codeSigningConfigs.putting(id, changed)]);
      return { CodeSigningConfig: configAnswer(region, id, changed) };
    });
}
