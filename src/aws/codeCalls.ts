import { readFile, stat } from 'node:fs/promises';
import type * as Sdk from '@aws-sdk/client-lambda';
import { CodedError, codeOf, messageOf } from '../common/codedError.ts';
import { limits } from '../lambda/limits.ts';
import type { Connection } from './connection.ts';
import { ConnectionError } from './connectionError.ts';
import type { CodeApi, CodeReference, CodeUpdate, FunctionCode, SignedBy } from './codeApi.ts';
import { type CodeDownloader, type CodeLocation, downloadPackage } from './downloadPackage.ts';
import type { LambdaCaller } from './lambdaCaller.ts';

/** Code of functions and layers: what it is, another one instead of it, and the package itself. */
export function codeCalls(caller: LambdaCaller, downloader: Omit<CodeDownloader, 'connection'>): CodeApi {
  const { connection } = caller;
  return {
    getFunctionCode: (name, qualifier, signal) =>
      caller.repeat('GetFunctionConfiguration', signal, async ({ sdk, client, options }) =>
        codeOfFunction(await client.send(new sdk.GetFunctionConfigurationCommand(named(name, qualifier)), options)),
      ),

    getLayerVersion: (arn, signal) => layerVersion(caller, arn, signal),

    updateFunctionCode: async ({ functionName, code, dryRun = false, revisionId }, signal) => {
      const source = await sourceOf(code, connection);
      const sent = caller.upload('UpdateFunctionCode', signal, async ({ sdk, client, options }) => {
        const input = {
          FunctionName: functionName,
          ...source,
          DryRun: dryRun,
          Publish: false,
          ...(revisionId !== undefined && { RevisionId: revisionId }),
        };
        return codeOfFunction(await client.send(new sdk.UpdateFunctionCodeCommand(input), options));
      });
      return 'file' in code ? sent : sent.catch((error: unknown) => throwOfBucket(error, code));
    },

    downloadCode: async (code, file, signal, onProgress) => {
      const location = await locate(caller, code, signal);
      const size = await downloadPackage({ ...downloader, connection }, location, file, signal, onProgress);
      return { size, signedBy: location.signedBy };
    },
  };
}

type CodeSource = Pick<Sdk.UpdateFunctionCodeCommandInput, 'ZipFile' | 'S3Bucket' | 'S3Key' | 'S3ObjectVersion'>;

/** What is taken directly. Beyond, Lambda reads it from S3. */
async function sourceOf(code: CodeUpdate['code'], connection: Connection): Promise<CodeSource> {
  if ('bucket' in code) {
    const { bucket, key, version } = code;
    return { S3Bucket: bucket, S3Key: key, ...(version !== undefined && { S3ObjectVersion: version }) };
  }
  const { file } = code;
  try {
    const { size } = await stat(file);
    if (size > limits.zippedCodeBytes) throw tooLarge(file, size, connection);
    return { ZipFile: await readFile(file) };
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const details = { file, errorCode: codeOf(error) };
    throw new CodedError('PACKAGE_UNREADABLE', `${file} cannot be read: ${messageOf(error)}. Choose a zip that is there.`, { details, cause: error });
  }
}

function tooLarge(file: string, size: number, { profile }: Connection): CodedError {
  const most = limits.zippedCodeBytes / 1024 / 1024;
  const megabytes = (size / 1024 / 1024).toFixed(1);
  const [who, advice] =
    profile === undefined
      ? ['the Local region, as Lambda, takes', 'make the package smaller, put parts of it into layers, or deploy it from the folder that stands for S3']
      : ['Lambda takes', 'put it into a bucket, and deploy it from there'];
  const message = `${file} has ${megabytes} MB, and ${who} at most ${most} MB directly: ${advice}.`;
  return new CodedError('PACKAGE_NEEDS_S3', message, { details: { file, size, mostBytes: limits.zippedCodeBytes } });
}

/** Lambda reads a bucket with the permissions of who deploys. Source: Lambda Developer Guide, deploying .zip packages. */
function throwOfBucket(error: unknown, { bucket, key, version }: Exclude<CodeUpdate['code'], { readonly file: string }>): never {
  if (!(error instanceof ConnectionError) || error.code !== 'accessDenied') throw error;
  const action = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const message = `${error.message} Lambda reads the package with your permissions: ${action} of s3://${bucket}/${key} is needed too.`;
  throw new ConnectionError(error.code, message, error.details);
}

function layerVersion(caller: LambdaCaller, arn: string, signal: AbortSignal | undefined): Promise<Sdk.GetLayerVersionResponse> {
  return caller.repeat('GetLayerVersionByArn', signal, ({ sdk, client, options }) =>
    client.send(new sdk.GetLayerVersionByArnCommand({ Arn: arn }), options),
  );
}

async function locate(caller: LambdaCaller, code: CodeReference, signal: AbortSignal | undefined): Promise<CodeLocation> {
  if ('layerVersionArn' in code) {
    const { Content = {} } = await layerVersion(caller, code.layerVersionArn, signal);
    const { Location, CodeSha256, CodeSize, SigningProfileVersionArn, SigningJobArn } = Content;
    return {
      of: code.layerVersionArn,
      kind: 'S3',
      url: Location,
      sha256: CodeSha256,
      size: CodeSize,
      signedBy: signedBy(SigningProfileVersionArn, SigningJobArn),
    };
  }
  const { functionName, qualifier } = code;
  return caller.repeat('GetFunction', signal, async ({ sdk, client, options }) => {
    const { Configuration, Code } = await client.send(new sdk.GetFunctionCommand(named(functionName, qualifier)), options);
    return {
      of: functionName,
      kind: Code?.RepositoryType ?? 'S3',
      url: Code?.Location,
      sha256: Configuration?.CodeSha256,
      size: Configuration?.CodeSize,
      signedBy: signedBy(Configuration?.SigningProfileVersionArn, Configuration?.SigningJobArn),
    };
  });
}

function codeOfFunction(configuration: Sdk.FunctionConfiguration): FunctionCode {
  const { FunctionArn = '', PackageType = 'Zip', CodeSha256 = '', CodeSize = 0 } = configuration;
  const { RevisionId, State, LastUpdateStatus, LastUpdateStatusReason } = configuration;
  return {
    functionArn: FunctionArn,
    packageType: PackageType,
    sha256: CodeSha256,
    size: CodeSize,
    ...(RevisionId !== undefined && { revisionId: RevisionId }),
    ...(State !== undefined && { state: State }),
    ...(LastUpdateStatus !== undefined && { lastUpdateStatus: LastUpdateStatus }),
    ...(LastUpdateStatusReason !== undefined && { lastUpdateReason: LastUpdateStatusReason }),
    signedBy: signedBy(configuration.SigningProfileVersionArn, configuration.SigningJobArn),
    layers: (configuration.Layers ?? []).map(({ Arn = '', CodeSize: size = 0, SigningProfileVersionArn, SigningJobArn }) => ({
      arn: Arn,
      size,
      signedBy: signedBy(SigningProfileVersionArn, SigningJobArn),
    })),
  };
}

function signedBy(profileVersionArn: string | undefined, jobArn: string | undefined): SignedBy {
  return { ...(profileVersionArn !== undefined && { profileVersionArn }), ...(jobArn !== undefined && { jobArn }) };
}

function named(name: string, qualifier: string | undefined): { readonly FunctionName: string; readonly Qualifier?: string } {
  return { FunctionName: name, ...(qualifier !== undefined && { Qualifier: qualifier }) };
}
