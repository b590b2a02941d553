import { expect, test } from 'vitest';
import { minimal, problemsOf, samFunction } from './support.ts';

function template(reference: string, policies: string): string {
  const config = `  Signed:\n    Type: AWS::Lambda::CodeSigningConfig\n    Properties:\n      AllowedPublishers: { SigningProfileVersionArns: [a] }\n${policies}`;
  const other = '  Other:\n    Type: AWS::S3::Bucket\n    Properties:\n      CodeSigningPolicies: { UntrustedArtifactOnDeployment: Enforce }\n';
  return `${samFunction(`${minimal}\nCodeSigningConfigArn: ${reference}`)}\n${config}${other}`;
}

const enforced = '      CodeSigningPolicies: { UntrustedArtifactOnDeployment: Enforce }\n';

test.each<[string, string, string, readonly string[]]>([
  ['Enforce', '!Ref Signed', enforced, ['information CODE_SIGNING_ENFORCED <Signed>']],
  ['Enforce, by its attribute', '!GetAtt Signed.CodeSigningConfigArn', enforced, ['information CODE_SIGNING_ENFORCED <Signed.CodeSigningConfigArn>']],
  ['Warn', '!Ref Signed', '      CodeSigningPolicies: { UntrustedArtifactOnDeployment: Warn }\n', []],
  ['no policy, which is Warn', '!Ref Signed', '', []],
  ['policies that are none', '!Ref Signed', '      CodeSigningPolicies: Enforce\n', []],
  ['a configuration of elsewhere', '"arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdef0"', enforced, []],
  ['another resource', '!Ref Other', enforced, []],
  ['nothing', '!Ref AWS::NoValue', enforced, []],
  ['something that is no ARN', '[a]', enforced, []],
])('a code signing configuration: %s', (_, reference, policies, expected) => {
  expect(problemsOf(template(reference, policies))).toEqual(expected);
});
