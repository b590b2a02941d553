import { expect, test } from 'vitest';
import { listedJobOf } from '../../../../src/aws/signer/signerShapes.ts';
import { parseSigningJobArn } from '../../../../src/lambda/signing/make/signingArns.ts';

const jobId = '3e0b5d8c-58d3-4a6d-9a4c-5ad1e6f7a8b9';

test.each([
  ['eu-west-1', 'aws'],
  ['us-east-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
])('a job in %s is of the partition %s', (region, partition) => {
  const { arn = '' } = listedJobOf({ jobId, jobOwner: '123456789012' }, region);
  expect(arn).toBe(`arn:${partition}:signer:${region}:123456789012:/signing-jobs/${jobId}`);
  expect(parseSigningJobArn(arn)?.id).toBe(jobId);
});
