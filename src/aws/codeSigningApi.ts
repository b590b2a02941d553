import type { CodeSigningConfig } from '@aws-sdk/client-lambda';
import type { UntrustedArtifactPolicy } from '../lambda/signing/enforcement.ts';
import type { Page } from './pages.ts';

/** What a code signing configuration is made of. */
export interface CodeSigningSettings {
  readonly description: string;
  /** ARNs of versions of signing profiles, 1 to 20. */
  readonly allowedPublishers: readonly string[];
  readonly policy: UntrustedArtifactPolicy;
}

/** Code signing, as far as it is of the Lambda API. */
export interface CodeSigningApi {
  listCodeSigningConfigs(marker?: string, signal?: AbortSignal): Promise<Page<CodeSigningConfig>>;
  getCodeSigningConfig(arn: string, signal?: AbortSignal): Promise<CodeSigningConfig>;
  createCodeSigningConfig(settings: CodeSigningSettings, signal?: AbortSignal): Promise<CodeSigningConfig>;
  /** What is left out stays as it is. It holds from the next deployment on. */
  updateCodeSigningConfig(arn: string, settings: Partial<CodeSigningSettings>, signal?: AbortSignal): Promise<CodeSigningConfig>;
  /** Rejects with `conflict` while a function has it. */
  deleteCodeSigningConfig(arn: string, signal?: AbortSignal): Promise<void>;
  /** ARNs of functions that have it. */
  listFunctionsByCodeSigningConfig(arn: string, marker?: string, signal?: AbortSignal): Promise<Page<string>>;
  /** The ARN of its configuration; undefined where it has none. */
  getFunctionCodeSigningConfig(name: string, signal?: AbortSignal): Promise<string | undefined>;
  putFunctionCodeSigningConfig(name: string, arn: string, signal?: AbortSignal): Promise<void>;
  deleteFunctionCodeSigningConfig(name: string, signal?: AbortSignal): Promise<void>;
}
