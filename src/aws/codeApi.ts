import type { GetLayerVersionResponse } from '@aws-sdk/client-lambda';

/** By what Lambda has signed code. Absent: it was not signed when it was deployed, or nothing was asked of it then. */
export interface SignedBy {
  readonly profileVersionArn?: string;
  readonly jobArn?: string;
}

/** What a function runs, and how far a change of it has come. */
export interface FunctionCode {
  readonly functionArn: string;
  readonly packageType: 'Zip' | 'Image';
  /** SHA-256 in base64. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  readonly revisionId?: string;
  /** `Pending`, `Active`, … */
  readonly state?: string;
  /** `InProgress`: it changes, and no further change is taken. */
  readonly lastUpdateStatus?: string;
  readonly lastUpdateReason?: string;
  readonly signedBy: SignedBy;
  /** In the function's order. */
  readonly layers: readonly UsedLayer[];
}

/** A version of a layer that a function uses. */
export interface UsedLayer {
  readonly arn: string;
  /** In bytes. */
  readonly size: number;
  readonly signedBy: SignedBy;
}

/** Whose code is meant. */
export type CodeReference = { readonly functionName: string; readonly qualifier?: string } | { readonly layerVersionArn: string };

export interface CodeUpdate {
  readonly functionName: string;
  /** A zip file of at most 50 MB, or a version of an object in S3. */
  readonly code: { readonly file: string } | { readonly bucket: string; readonly key: string; readonly version?: string };
  /** Only asks whether it would be taken: signatures are checked, and nothing changes. */
  readonly dryRun?: boolean;
  /** Refuses where somebody else has changed the function since. */
  readonly revisionId?: string;
}

/** In bytes; `total` as Lambda says, where it does. */
export type DownloadProgress = (received: number, total: number | undefined) => void;

export interface DownloadedCode {
  /** In bytes. */
  readonly size: number;
  readonly signedBy: SignedBy;
}

/** Code of functions and layers. What concerns files rejects with CodedErrors of their own codes, the rest with ConnectionError. */
export interface CodeApi {
  getFunctionCode(name: string, qualifier?: string, signal?: AbortSignal): Promise<FunctionCode>;
  /** By the ARN of a version, also of another account's. */
  getLayerVersion(arn: string, signal?: AbortSignal): Promise<GetLayerVersionResponse>;
  /** Replaces `$LATEST`; publishes nothing. Resolves when it is taken: it is in use a moment later, see `lastUpdateStatus`. */
  updateFunctionCode(update: CodeUpdate, signal?: AbortSignal): Promise<FunctionCode>;
  /** Writes the package to `file`, whole or not at all. Rejects where there is none: images, and functions that run from a folder. */
  downloadCode(code: CodeReference, file: string, signal?: AbortSignal, onProgress?: DownloadProgress): Promise<DownloadedCode>;
}
