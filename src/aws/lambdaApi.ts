import type {
  AliasConfiguration,
  Cors,
  FunctionConfiguration,
  FunctionUrlAuthType,
  FunctionUrlConfig,
  GetFunctionResponse,
  InvokeMode,
  LayersListItem,
  LayerVersionsListItem,
  ProvisionedConcurrencyStatusEnum,
} from '@aws-sdk/client-lambda';
import type { CodeApi } from './codeApi.ts';
import type { CodeSigningApi } from './codeSigningApi.ts';
import type { Page } from './pages.ts';

export type { Page };

export interface InvokeRequest {
  /** Name or ARN. */
  readonly functionName: string;
  readonly qualifier?: string;
  /** JSON text. */
  readonly payload: string;
  readonly type: 'RequestResponse' | 'Event' | 'DryRun';
  /** Whether the end of the log is wanted; it is where left out. Who wants it waits until the runtime is done. */
  readonly logTail?: boolean;
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

/** Without LogType: what a function wrote is in its log. */
export type StreamRequest = Omit<InvokeRequest, 'type' | 'logTail'>;

/** Told of a streamed response as it comes. */
export interface StreamObserver {
  /** Once, before all else: the function has begun to answer. */
  onStart(start: StreamStart): void;
  /** In order, as they come. */
  onChunk(bytes: Uint8Array): void;
}

export interface StreamStart {
  readonly status: number;
  readonly executedVersion?: string;
  readonly requestId?: string;
}

/** How a streamed response ended. */
export interface StreamResult extends StreamStart {
  /** Lambda's name of what went wrong, such as `Unhandled`; absent where the function ended well. */
  readonly functionError?: string;
  /** What is said of that error, most often JSON. */
  readonly errorDetails?: string;
  /** The last 4 KB of the log, decoded. */
  readonly logTail?: string;
  /** In ms from the call on, by our clock. */
  readonly elapsedMs: number;
}

/** What a function URL is made with. */
export interface FunctionUrlRequest {
  readonly functionName: string;
  /** An alias. */
  readonly qualifier?: string;
  readonly authType: FunctionUrlAuthType;
  readonly invokeMode: InvokeMode;
  readonly cors?: Cors;
}

/** Provisioned concurrency of a version or an alias, in environments. */
export interface ProvisionedConcurrency {
  readonly qualifier: string;
  readonly requested: number;
  /** Initialised, though not usable before all are. */
  readonly allocated: number;
  readonly available: number;
  readonly status?: ProvisionedConcurrencyStatusEnum;
  /** Why it failed, such as `FUNCTION_ERROR_INIT_FAILURE`. */
  readonly statusReason?: string;
}

/**
 * The Lambda API as the UI needs it, over any connection. Every call may be cancelled and throws
 * ConnectionError (a CodedError whose code is a ConnectionProblemCode) and nothing else, but for what concerns files, see CodeApi.
 */
export interface LambdaApi extends CodeSigningApi, CodeApi {
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
  /** Of all versions and aliases of a function. */
  listProvisioned(name: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]>;
  /** Undefined where a version or alias has none. */
  getProvisioned(name: string, qualifier: string, signal?: AbortSignal): Promise<ProvisionedConcurrency | undefined>;
  /** Of a published version or an alias of one; 0 takes it away. Resolves when it is asked for: environments start after that. */
  setProvisioned(name: string, qualifier: string, environments: number, signal?: AbortSignal): Promise<void>;
  /** Those of the function itself and of its aliases. */
  listFunctionUrls(name: string, marker?: string, signal?: AbortSignal): Promise<Page<FunctionUrlConfig>>;
  /** Resolves to the address. One that is public can be used once `permitPublicUrl` has let everybody in. */
  createFunctionUrl(request: FunctionUrlRequest, signal?: AbortSignal): Promise<string>;
  /** Adds to the policy of the function, or its alias, what AWS's console adds for a URL without authentication. */
  permitPublicUrl(name: string, qualifier: string | undefined, signal?: AbortSignal): Promise<void>;
  /** Permissions stay, as they do in AWS. */
  deleteFunctionUrl(name: string, qualifier: string | undefined, signal?: AbortSignal): Promise<void>;
  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<InvokeResult>;
  /** InvokeWithResponseStream. Resolves when the response has ended, whether the function did well or not. */
  invokeStream(request: StreamRequest, observer: StreamObserver, signal?: AbortSignal): Promise<StreamResult>;
  dispose(): void;
}
