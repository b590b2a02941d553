import { createHash } from 'node:crypto';
import type { Clock } from '../../common/clock.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { parseLayerVersionArn } from '../../lambda/layerVersionArn.ts';
import { limits } from '../../lambda/limits.ts';
import type { HandlerCredentials } from '../environment/credentials/handlerCredentials.ts';
import { describeLayer, type LayerContent } from './describeLayer.ts';
import { download, DownloadTooLarge } from './download.ts';
import { layerReason } from './layerReason.ts';
import { type LayerReason, layerUnavailable } from './layerUnavailable.ts';

export interface AwsLayersOptions {
  /** Where the Lambda is that layers come from; undefined for AWS itself. */
  readonly awsEndpoint: () => string | undefined;
  /** Those of the chosen profile; the machine's own where none is chosen. */
  readonly credentials: HandlerCredentials;
  /** Where credentials may stand: the process's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly account: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Gives the zip of a layer version. */
export interface LayerSourceOfAws {
  /** Throws CodedError `LAYER_UNAVAILABLE`; also where the signal ends it. */
  fetch(arn: string, signal: AbortSignal): Promise<Uint8Array>;
}

/** A zip is hardly larger than its files. */
const maximumBytes = limits.unzippedCodeBytes;
const mega = 1_000_000;

/** Layer versions as AWS gives them, verified against the hash that it tells. Nothing of the SDK is loaded before the first. */
export class AwsLayers implements LayerSourceOfAws {
  readonly #options: AwsLayersOptions;

  constructor(options: AwsLayersOptions) {
    this.#options = options;
  }

  async fetch(arn: string, signal: AbortSignal): Promise<Uint8Array> {
    const { logger, clock } = this.#options;
    const parsed = parseLayerVersionArn(arn);
    if (parsed === undefined) throw unfetchable(arn);
    const began = clock.monotonic();
    const content = await this.#describe(arn, parsed.region, signal);
    if (content.size > maximumBytes) throw tooLarge(arn);
    logger.info(`Fetching the layer ${arn} (${(content.size / mega).toFixed(1)} MB).`);
    const zip = await this.#download(arn, content, signal);
    if (createHash('sha256').update(zip).digest('base64') !== content.sha256) {
      throw layerUnavailable('hashMismatch', arn, `What was fetched as the layer ${arn} is not what AWS says it is.`);
    }
    logger.info(`Fetched the layer ${arn} in ${((clock.monotonic() - began) / 1000).toFixed(1)} s.`);
    return zip;
  }

  async #describe(arn: string, region: string, signal: AbortSignal): Promise<LayerContent> {
    const { awsEndpoint, credentials, environment, account } = this.#options;
    try {
      const chosen = await credentials.current();
      return await describeLayer(arn, { region, endpoint: awsEndpoint(), credentials: chosen, environment, account, signal });
    } catch (error) {
      const reason = signal.aborted ? 'cancelled' : layerReason(error);
      // Its message says what to do already.
      const happened = `The layer ${arn} cannot be fetched from AWS: ${texts[reason] ?? messageOf(error)}.`;
      if (error instanceof CodedError) throw new CodedError('LAYER_UNAVAILABLE', `${happened} ${error.message}`, { details: { reason, layer: arn } });
      throw layerUnavailable(reason, arn, happened, error);
    }
  }

  async #download(arn: string, { location, size }: LayerContent, signal: AbortSignal): Promise<Uint8Array> {
    const { clock, logger, awsEndpoint } = this.#options;
    try {
      return await download(location, {
        clock,
        signal,
        maximumBytes: size === 0 ? maximumBytes : size,
        files: awsEndpoint() !== undefined,
        onQuarter: (share) => logger.info(`Fetched ${Math.round(share * 100)}% of the layer ${arn}.`),
      });
    } catch (error) {
      if (signal.aborted) throw layerUnavailable('cancelled', arn, `Fetching the layer ${arn} was ended.`);
      // Location is a signed URL: nothing that may quote it is told.
      if (error instanceof DownloadTooLarge) throw layerUnavailable('hashMismatch', arn, `The content of the layer ${arn} is larger than AWS says.`);
      throw layerUnavailable('download', arn, `The content of the layer ${arn} could not be downloaded.`, withoutUrl(error));
    }
  }
}

const texts: Partial<Record<LayerReason, string>> = {
  notFound: 'it is not there',
  noCredentials: 'there are no AWS credentials',
  credentialsRefused: 'AWS refuses the credentials',
  accessDenied: 'access is denied',
  network: 'AWS cannot be reached',
  cancelled: 'it was ended',
};

function unfetchable(arn: string): CodedError {
  return arn.includes(':awslayer:')
    ? layerUnavailable('builtIn', arn, `The layer ${arn} cannot be had here.`)
    : layerUnavailable('noArn', arn, `${arn} is not the ARN of a layer version.`);
}

function tooLarge(arn: string): CodedError {
  return layerUnavailable('tooLarge', arn, `The layer ${arn} is larger than ${limits.unzippedCodeBytes} bytes.`);
}

function withoutUrl(error: unknown): unknown {
  return error instanceof Error ? error.name : undefined;
}
