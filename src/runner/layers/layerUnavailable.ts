import { CodedError } from '../../common/codedError.ts';

/** Why a layer cannot be had. */
export type LayerReason =
  | 'notFound'
  | 'notZip'
  | 'noArn'
  | 'builtIn'
  | 'noCredentials'
  | 'credentialsRefused'
  | 'accessDenied'
  | 'network'
  | 'service'
  | 'download'
  | 'hashMismatch'
  | 'tooLarge'
  | 'cancelled';

/** What the user can do. */
const advice: Readonly<Record<LayerReason, string>> = {
  notFound: 'Check its ARN, or its path, and that its version was not deleted.',
  notZip: 'Make the zip again, or name the folder with its content.',
  noArn: 'Name a layer version, such as arn:aws:lambda:us-east-1:123456789012:layer:name:1.',
  builtIn: 'It is a part of AWS that cannot be fetched: leave it out here.',
  noCredentials: 'Choose a profile that has credentials in the setting lambdaWorkbench.local.credentialsProfile (--profile), or sign in.',
  credentialsRefused: 'Sign in again, or choose another profile in the setting lambdaWorkbench.local.credentialsProfile (--profile).',
  accessDenied:
    'The credentials need the permission lambda:GetLayerVersion for it, and a layer of another account must be shared with yours. ' +
    'A profile is chosen by the setting lambdaWorkbench.local.credentialsProfile (--profile).',
  network: 'Check the network, then invoke again. Once fetched, it is kept.',
  service: 'Invoke again later.',
  download: 'Check the network, then invoke again. Once fetched, it is kept.',
  hashMismatch: 'It was not kept. Invoke again; if it stays so, something between here and AWS changes what is fetched.',
  tooLarge: 'Lambda takes no such layer either.',
  cancelled: 'Invoke again.',
};

/** @param happened a sentence that names the layer. */
export function layerUnavailable(reason: LayerReason, layer: string, happened: string, cause?: unknown): CodedError {
  return new CodedError('LAYER_UNAVAILABLE', `${happened} ${advice[reason]}`, {
    ...(cause !== undefined && { cause }),
    details: { reason, layer },
  });
}
