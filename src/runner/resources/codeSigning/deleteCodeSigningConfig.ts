import type { Handler } from '../../api/handlers.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { attachedFunctions } from './attachedFunctions.ts';
import { existingConfig, withConfig } from './codeSigningConfigs.ts';
import { codeSigningErrors } from './codeSigningErrors.ts';

/** Only while no function uses it. Its tags go with it. */
export function deleteCodeSigningConfig(region: RegionResources): Handler<'DeleteCodeSigningConfig'> {
  const { store, tables } = region;
  return async (input) =>
    withConfig(region, input.CodeSigningConfigArn, async () => {
      const { id, arn } = existingConfig(region, input.CodeSigningConfigArn);
      const functions = attachedFunctions(region, arn).length;
      if (functions > 0) throw codeSigningErrors.attached(arn, functions);
      await commit(store, [tables.codeSigningConfigs.deleting(id), ...(tables.tags.has(arn) ? [tables.tags.deleting(arn)] : [])]);
      return {};
    });
}
