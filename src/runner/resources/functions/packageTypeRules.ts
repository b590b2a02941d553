import type { PackageType } from '@aws-sdk/client-lambda';

import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Operations } from '../../api/operations.ts';
import { type CodeSource, sourceErrors } from './codeSource.ts';
import type { StoredConfiguration } from './storedFunction.ts';

type Settings = Pick<Operations['UpdateFunctionConfiguration']['input'], 'Runtime' | 'Handler' | 'Layers' | 'ImageConfig'>;

export function packageTypeOf({ code }: Pick<StoredConfiguration, 'code'>): PackageType {
  return code.imageUri === undefined ? 'Zip' : 'Image';
}

/** What CreateFunction may name for each package type. Throws LambdaError. */
export function checkNewPackage(input: Operations['CreateFunction']['input']): void {
  const type = input.PackageType ?? 'Zip';
  if (type === 'Zip' && (input.Runtime === undefined || input.Handler === undefined)) {
    throw lambdaErrors.invalidParameter('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  }
  checkPackageSettings(type, input);
  checkOneSource(input.Code);
  if (type === 'Image' && input.Code.ImageUri === undefined) {
    throw lambdaErrors.invalidParameter('Please provide ImageUri when creating a function with packageType Image.');
  }
  // It does not say that an image is none for a zip.
  if (type === 'Zip' && input.Code.ImageUri !== undefined) throw sourceErrors.missing();
}

/** What settings of each package type may be named. Throws LambdaError. */
export function checkPackageSettings(type: PackageType, input: Settings): void {
  if (type === 'Image' && (input.Runtime ?? input.Handler ?? input.Layers) !== undefined) {
    throw lambdaErrors.invalidParameter(
      "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.",
    );
  }
  if (type === 'Zip' && input.ImageConfig !== undefined) {
    throw lambdaErrors.invalidParameter("Please don't provide ImageConfig when the intended function PackageType is Zip.");
  }
}

/** An image for a function of images, and no image for one of zips. Throws LambdaError. */
export function checkNewSource(type: PackageType, source: CodeSource): void {
  const hasImage = source.ImageUri !== undefined;
  if (hasImage !== (type === 'Image')) {
    const advice = hasImage ? "Please don't provide" : 'Please provide';
    throw lambdaErrors.invalidParameter(`${advice} ImageUri when updating a function with packageType ${type}.`);
  }
  checkOneSource(source);
}

function checkOneSource({ ZipFile: zip, S3Bucket: bucket, S3Key: key, S3ObjectVersion: version, ImageUri: image }: CodeSource): void {
  if (zip === undefined || (bucket ?? key ?? version ?? image) === undefined) return;
  throw lambdaErrors.invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.');
}
