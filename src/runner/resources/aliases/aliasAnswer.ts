import type { AliasConfiguration } from '@aws-sdk/client-lambda';

import { functionArn, type Identity } from '../../../lambda/arn.ts';
import type { AliasDocument } from './storedAlias.ts';

/** An AliasConfiguration; the routing only where there is a second version. */
export function aliasAnswer(identity: Identity, functionName: string, name: string, alias: AliasDocument): AliasConfiguration {
  const { functionVersion, description, additional, revisionId } = alias;
  return {
    AliasArn: functionArn(identity, functionName, name),
    Name: name,
    FunctionVersion: functionVersion,
    Description: description,
    ...(additional !== undefined && { RoutingConfig: { AdditionalVersionWeights: { [additional.version]: additional.weight } } }),
    RevisionId: revisionId,
  };
}
