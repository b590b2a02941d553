import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { providerOf } from '../capacityProviders/capacityProviderUses.ts';
import { whileProviderStays } from '../capacityProviders/functionCapacityProvider.ts';
import { configurationAnswer, transitionAnswer } from '../functions/configurationAnswer.ts';
import { checkRevision, existing, refuseInTransition } from '../functions/functionAccess.ts';
import { unqualifiedName } from '../functions/functionReference.ts';
import type { FunctionDocument, LambdaFunction } from '../functions/storedFunction.ts';
import { notServed } from '../notServed.ts';
import type { RegionResources } from '../regionResources.ts';
import { publish } from './publish.ts';

export function publishVersion(region: RegionResources): Handler<'PublishVersion'> {
  const { functions } = region;
  return async (input) => {
    const name = unqualifiedName(functions.identity, 'PublishVersion', input.FunctionName, 'none');
    return functions.exclusive(name, async () => {
      const fn = existing(functions, name);
      const document = publishable(fn, functions.document(name));
      if (input.PublishTo !== undefined) {
        throw notServed('publishing to $LATEST.PUBLISHED', 'Leave PublishTo out to publish a numbered version.');
      }
      refuseInTransition(functions, fn);
      checkCode(fn, input.CodeSha256);
      checkRevision(fn, input.RevisionId);
      const { version, made } = await whileProviderStays(region, providerOf(fn.configuration.further), () =>
        publish(functions, name, document, input.Description),
      );
      // A version is active at once, but for one whose snapshot is taken first.
      const hasSnapshot = made && version.configuration.further.SnapStart === 'PublishedVersions';
      return hasSnapshot ? transitionAnswer(functions, version, 'creating') : configurationAnswer(functions, version);
    });
  };
}

function publishable({ version }: LambdaFunction, document: FunctionDocument | undefined): FunctionDocument {
  const { origin, settings } = version;
  if (origin.type === 'api' && document !== undefined) return document;
  const place = origin.type === 'template' ? `: ${origin.logicalId} in ${origin.position.file}, line ${origin.position.line + 1}` : '';
  throw lambdaErrors.conflict(
    `PublishVersion cannot publish ${settings.FunctionName}, which the workspace defines${place}. It runs from its folder, ` +
      'and a version needs code that stays as it is. Create a function of another name with CreateFunction and publish that one; ' +
      'for a name to call this one by, create an alias of $LATEST.',
  );
}

function checkCode({ configuration: { code } }: LambdaFunction, sha256: string | undefined): void {
  if (sha256 === undefined || sha256 === code.sha256) return;
  throw lambdaErrors.invalidParameter(
    `CodeSHA256 (${sha256}) is different from current CodeSHA256 in $LATEST (${code.sha256}). ` +
      'Please try again with the CodeSHA256 in $LATEST.',
  );
}
