import type { Identity } from '../../../lambda/arn.ts';
import { layerArn } from './layerArn.ts';
import type { LayerVersion } from './layerVersions.ts';
import type { LayerPolicy, LayerStatement } from './storedLayer.ts';

/** A statement of a layer version's policy as IAM writes it. */
export function statementText(identity: Identity, version: LayerVersion, statement: LayerStatement): string {
  return JSON.stringify(iamStatement(identity, version, statement));
}

/** The policy as IAM writes it. */
export function policyText(identity: Identity, version: LayerVersion, { statements }: LayerPolicy): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'default',
    Statement: statements.map((statement) => iamStatement(identity, version, statement)),
  });
}

function iamStatement(identity: Identity, { name, number }: LayerVersion, { sid, principal, organizationId }: LayerStatement): object {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: iamPrincipal(identity, principal),
    // The only one that the API takes.
    Action: 'lambda:GetLayerVersion',
    Resource: layerArn(identity, name, number),
    ...(organizationId !== undefined && { Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } } }),
  };
}

function iamPrincipal({ partition }: Identity, principal: string): unknown {
  if (principal === '*') return principal;
  return { AWS: /^\d+$/.test(principal) ? `arn:${partition}:iam::${principal}:root` : principal };
}
