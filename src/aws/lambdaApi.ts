import type {
  AliasConfiguration,
  FunctionConfiguration,
  GetFunctionResponse,
  LayersListItem,
  LayerVersionsListItem,
} from '@aws-sdk/client-lambda';

/** One page of a list; `next` is the marker of the page after it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface InvokeRequest {
  /** Name or ARN. */
  readonly functionName: string;
  readonly qualifier?: string;
  /** JSON text. */
  readonly payload: string;
  readonly type: 'RequestResponse' | 'Event' | 'DryRun';
}

export interface InvokeResult {
  readonly status: number;
  readonly executedVersion?: string;
  /** `Unhandled`, where the function failed. */
  readonly functionError?: string;
  /** The response's text as it came. */
  readonly payload: string;
  /** The last 4 KB of the log, decoded. */
  readonly logTail?: string;
  readonly requestId?: string;
  /** Round trip in ms, by our clock. */
  readonly elapsedMs: number;
}

/**
 * The Lambda API as the UI needs it, over any connection. Every call may be cancelled and throws
 * ConnectionError (a CodedError whose code is a ConnectionProblemCode) and nothing else.
 */
export interface LambdaApi {
  listFunctions(marker?: string, signal?: AbortSignal): Promise<Page<FunctionConfiguration>>;
  getFunction(name: string, signal?: AbortSignal): Promise<GetFunctionResponse>;
  listVersions(name: string, marker?: string, signal?: AbortSignal): Promise<Page<FunctionConfiguration>>;
  listAliases(name: string, marker?: string, signal?: AbortSignal): Promise<Page<AliasConfiguration>>;
  listLayers(marker?: string, signal?: AbortSignal): Promise<Page<LayersListItem>>;
  listLayerVersions(layer: string, marker?: string, signal?: AbortSignal): Promise<Page<LayerVersionsListItem>>;
  /** Undefined where nothing is reserved. */
  getReservedConcurrency(name: string, signal?: AbortSignal): Promise<number | undefined>;
  /** Undefined gives the reservation back. */
  setReservedConcurrency(name: string, reserved: number | undefined, signal?: AbortSignal): Promise<void>;
  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<InvokeResult>;
  dispose(): void;
}
