import type { Identity } from '../../arn.ts';

/** A signing profile's name. Source: AWS Signer's model and console: letters, digits and underscores. */
const profileNamePattern = /^[a-zA-Z0-9_]{2,64}$/;
/** Source: AWS Signer's model, ProfileVersion. */
const profileVersionPattern = /^[a-zA-Z0-9]{10}$/;

/** Of any partition: Regions are called such as eusc-de-east-1 too. */
const identityPattern = String.raw`arn:(?<partition>aws(?:-[a-z]+)*):signer:(?<region>[a-z]{2,}(?:-[a-z]+)*-\d{1,2}):(?<account>\d{12}):`;
const profileArnPattern = new RegExp(
  String.raw`^${identityPattern}/signing-profiles/(?<name>[a-zA-Z0-9_]{2,64})(?:/(?<version>[a-zA-Z0-9]{10}))?$`,
);
const jobArnPattern = new RegExp(String.raw`^${identityPattern}/signing-jobs/(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`);

export interface SigningProfileReference extends Identity {
  readonly name: string;
  /** Ten letters and digits; none in the ARN of the profile itself. */
  readonly version: string | undefined;
}

export interface SigningJobReference extends Identity {
  /** A UUID. */
  readonly id: string;
}

export function isProfileName(text: string): boolean {
  return profileNamePattern.test(text);
}

export function isProfileVersion(text: string): boolean {
  return profileVersionPattern.test(text);
}

export function signingProfileArn(identity: Identity, name: string): string {
  return `${prefixOf(identity)}/signing-profiles/${name}`;
}

export function signingProfileVersionArn(identity: Identity, name: string, version: string): string {
  return `${signingProfileArn(identity, name)}/${version}`;
}

export function signingJobArn(identity: Identity, id: string): string {
  return `${prefixOf(identity)}/signing-jobs/${id}`;
}

/** Of a profile, or of a version of one. Undefined for anything else. */
export function parseSigningProfileArn(arn: string): SigningProfileReference | undefined {
  const groups = profileArnPattern.exec(arn)?.groups;
  const name = groups?.['name'];
  return groups === undefined || name === undefined ? undefined : { ...identityIn(groups), name, version: groups['version'] };
}

/** Undefined for what is no signing job's ARN. */
export function parseSigningJobArn(arn: string): SigningJobReference | undefined {
  const groups = jobArnPattern.exec(arn)?.groups;
  const id = groups?.['id'];
  return groups === undefined || id === undefined ? undefined : { ...identityIn(groups), id };
}

function prefixOf({ partition, region, account }: Identity): string {
  return `arn:${partition}:signer:${region}:${account}:`;
}

function identityIn(groups: Readonly<Record<string, string | undefined>>): Identity {
  const { partition = '', region = '', account = '' } = groups;
  return { partition, region, account };
}
