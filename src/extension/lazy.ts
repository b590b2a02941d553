import * as v from 'valibot';
import { type ExtensionContext, l10n, window } from 'vscode';
import type { ProvisionedScalingApi } from '../aws/autoScaling/provisionedScalingApi.ts';
import type { Connection } from '../aws/connection.ts';
import type { SourceFacts } from '../aws/credentials.ts';
import type { LogsApi } from '../aws/logs/logsApi.ts';
import type { SignerApi } from '../aws/signer/signerApi.ts';
import type { AwsFiles } from './connections/awsFiles.ts';
import type { ApiFactory } from './connections/lambdaConnection.ts';

// What is too heavy to load before it is needed: the AWS SDK above all.

export function apiFactory(context: ExtensionContext): ApiFactory {
  const version = versionOf(context);
  return async (connection) => {
    const { createLambdaApi } = await import('../aws/createLambdaApi.ts');
    return createLambdaApi(connection, { askMfaCode, productVersion: version });
  };
}

/** Makes what scales provisioned concurrency. */
export function scalingApiFactory(context: ExtensionContext): (connection: Connection) => Promise<ProvisionedScalingApi> {
  const productVersion = versionOf(context);
  return async (connection) => {
    const { createProvisionedScalingApi } = await import('../aws/autoScaling/createProvisionedScalingApi.ts');
    return createProvisionedScalingApi(connection, { askMfaCode, productVersion });
  };
}

/** Makes what talks to AWS Signer, or to the Local region's. */
export function signerApiFactory(context: ExtensionContext): (connection: Connection) => Promise<SignerApi> {
  const productVersion = versionOf(context);
  return async (connection) => {
    const { createSignerApi } = await import('../aws/signer/createSignerApi.ts');
    return createSignerApi(connection, { askMfaCode, productVersion });
  };
}

export async function readAwsConnections(files: AwsFiles, regions: readonly string[]): Promise<readonly Connection[]> {
  const { listAwsConnections } = await import('../aws/listAwsConnections.ts');
  return listAwsConnections({ files, regions });
}

/** The logs that a Local region keeps. */
export async function regionLogs(endpoint: string): Promise<LogsApi> {
  const { createRegionLogs } = await import('../aws/logs/regionLogs.ts');
  return createRegionLogs(endpoint);
}

/** Where a profile's credentials come from. */
export async function sourceFactsOf(profile: string): Promise<SourceFacts> {
  const { sourceFacts } = await import('../aws/credentials.ts');
  return sourceFacts(profile);
}

function versionOf({ extension }: ExtensionContext): string {
  return v.parse(v.object({ version: v.string() }), extension.packageJSON).version;
}

/** An empty answer is none: signing in fails, and says why. */
async function askMfaCode(serial: string): Promise<string> {
  const code = await window.showInputBox({ title: l10n.t('AWS sign-in'), prompt: l10n.t('The code of the device {0}', serial), ignoreFocusOut: true });
  return code ?? '';
}
