import type { Identity } from '../arn.ts';

const urlSuffixes: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
};

/** The values of `AWS::…`, without `AWS::NoValue`, which has none. */
export function pseudoParameters(identity: Identity, stackName: string): ReadonlyMap<string, string> {
  const { partition, region, account } = identity;
  return new Map([
    ['AWS::Region', region],
    ['AWS::AccountId', account],
    ['AWS::Partition', partition],
    ['AWS::StackName', stackName],
    ['AWS::StackId', `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/00000000-0000-0000-0000-000000000000`],
    ['AWS::URLSuffix', urlSuffixes[partition] ?? 'amazonaws.com'],
    ['AWS::NotificationARNs', ''],
  ]);
}
