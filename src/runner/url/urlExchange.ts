import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import type { Logger } from '../../common/logger.ts';
import type { Identity } from '../../lambda/arn.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import { limits } from '../../lambda/limits.ts';
import { allowsOrigin, corsHeaders, preflightHeaders } from '../../lambda/url/cors.ts';
import type { HeaderField } from '../../lambda/url/headerFields.ts';
import { sentHeaders } from '../../lambda/url/sentHeaders.ts';
import type { SignedRequest } from '../../lambda/url/sigv4.ts';
import { traceIdOf, traceRoot } from '../../lambda/traceId.ts';
import type { UrlCors } from '../../lambda/url/urlConfig.ts';
import { urlDomain } from '../../lambda/url/urlDomain.ts';
import { type UrlCaller, urlEvent } from '../../lambda/url/urlEvent.ts';
import { urlResponse } from '../../lambda/url/urlResponse.ts';
import { RequestAborted } from '../api/requestBody.ts';
import type { Invocation } from '../environment/invocation.ts';
import { shapedStream } from '../invoke/bandwidth.ts';
import type { RegionPools } from '../pool/regionPools.ts';
import type { StreamBandwidth } from '../regionSettings.ts';
import type { FunctionResolver, InvocationTarget } from '../resources/functionVersion.ts';
import type { UrlDocument } from '../resources/urls/storedUrl.ts';
import { eventRequest, readRequest, targetOf } from './incomingRequest.ts';
import type { SecretOf } from './secretOf.ts';
import { signerOf } from './signatureCheck.ts';
import { StreamedAnswer } from './streamedAnswer.ts';
import { UrlAnswerSender } from './urlAnswerSender.ts';
import { type UrlError, urlErrors } from './urlErrors.ts';
import { isOwn, urlRefusal } from './urlGuard.ts';
import { urlPermitted } from './urlPermission.ts';

/** A URL with its settings as they are when a request comes. */
export interface ServedUrl {
  readonly functionName: string;
  /** Absent for `$LATEST`. */
  readonly alias?: string;
  /** Of the function, or of the alias. */
  readonly arn: string;
  readonly document: UrlDocument;
  /** SAM gives those of its templates their permissions itself. */
  readonly ofTemplate: boolean;
  /** The resource-based policy of the function or alias. */
  readonly policy: string | undefined;
}

/** What requests to URLs are served with. */
export interface UrlServing {
  readonly identity: Identity;
  readonly resolver: FunctionResolver;
  readonly pools: Pick<RegionPools, 'invoke'>;
  readonly bandwidth: () => StreamBandwidth;
  readonly secretOf: SecretOf;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes version 4 UUIDs: ids of requests. */
  readonly uuid: () => string;
  /** So many random hexadecimal digits. */
  readonly hex: (digits: number) => string;
}

/** One request to a function URL, from its head to the end of its answer. */
export class UrlExchange {
  readonly #serving: UrlServing;
  readonly #request: IncomingMessage;
  readonly #port: number;
  readonly #requestId: string;
  readonly #trace: string;
  readonly #sender: UrlAnswerSender;
  readonly #url: ServedUrl | undefined;

  constructor(serving: UrlServing, url: ServedUrl | undefined, port: number, request: IncomingMessage, response: ServerResponse) {
    const { uuid, hex, clock } = serving;
    this.#serving = serving;
    this.#request = request;
    this.#port = port;
    this.#url = url;
    this.#requestId = uuid();
    const given = request.headers['x-amzn-trace-id'];
    this.#trace = traceIdOf(given, { active: false, now: clock.now(), hex });
    const common: readonly HeaderField[] = [
      ['x-amzn-RequestId', this.#requestId],
      ['X-Amzn-Trace-Id', this.#trace],
      ...this.#corsFields(url?.document.cors),
    ];
    this.#sender = new UrlAnswerSender(response, common);
  }

  /** Never throws. `proceed` lets a client go on that waits for leave to send its body. */
  async serve(proceed: () => void): Promise<void> {
    try {
      await this.#serve(proceed);
    } catch (error) {
      if (error instanceof RequestAborted) return;
      const answer = answerOf(error);
      if (answer === urlErrors.failed && !this.#sender.gone) {
        this.#serving.logger.error(`Request ${this.#requestId} to a function URL failed: ${textOf(error)}`);
      }
      this.#fail(answer);
    }
  }

  #fail(answer: UrlError): void {
    try {
      if (!this.#sender.begun) return this.#sender.send(answer);
    } catch {
      // Not even that can be sent.
    }
    this.#sender.cut();
  }

  async #serve(proceed: () => void): Promise<void> {
    const url = this.#url;
    const { headers, method } = this.#request;
    const { authority: host = headers.host } = targetOf(this.#request);
    const refused = urlRefusal({ ...headers, host }, this.#place(url), url?.document.cors);
    if (refused !== undefined) return this.#sender.send(urlErrors.foreign(refused));
    if (url === undefined) return this.#sender.send(urlErrors.unknown);
    const { cors, authType } = url.document;
    if (cors !== undefined && method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined) {
      return this.#preflight(cors, headers.origin);
    }
    if (authType === 'NONE' && !this.#permits(url, false)) return this.#sender.send(urlErrors.notPermitted);
    const request = await readRequest(this.#request, proceed);
    const caller = authType === 'NONE' ? undefined : await this.#caller(request);
    if (authType === 'AWS_IAM') {
      if (caller === undefined) return this.#sender.send(urlErrors.unsigned);
      if (!this.#permits(url, true)) return this.#sender.send(urlErrors.notPermitted);
    }
    await this.#invoke(url, request, caller);
  }

  #preflight(cors: UrlCors, origin: string): void {
    // The headers that all answers have are among them already.
    const common = new Set(corsHeaders(cors, origin).map(([name]) => name));
    const headers = preflightHeaders(cors, origin).filter(([name]) => !common.has(name));
    this.#sender.send({ status: 200, headers: [['Content-Type', 'application/json'], ...headers], body: '' });
  }

  #permits({ arn, document, ofTemplate, policy }: ServedUrl, signed: boolean): boolean {
    if (ofTemplate) return true;
    const { identity } = this.#serving;
    return urlPermitted(policy, { identity, arn, authType: document.authType, signed, sourceIp: this.#request.socket.remoteAddress ?? '' });
  }

  async #caller(request: SignedRequest): Promise<UrlCaller | undefined> {
    const { identity, secretOf, clock } = this.#serving;
    return signerOf(request, { identity, secretOf, now: () => clock.now() });
  }

  async #invoke(url: ServedUrl, request: SignedRequest, caller: UrlCaller | undefined): Promise<void> {
    const { resolver, pools } = this.#serving;
    const event = this.#event(url, request, caller);
    if (event.length > limits.syncRequestBytes) return this.#sender.send(urlErrors.tooLarge);
    const target = await resolver.resolve(url.functionName, url.alias);
    const invocation = this.#invocation(target, event);
    if (url.document.invokeMode === 'RESPONSE_STREAM') return this.#stream(target, invocation);
    const { payload, functionError } = await pools.invoke(target.version, invocation);
    const response = functionError === undefined ? urlResponse(payload.toString()) : undefined;
    const body = response === undefined ? undefined : bodyBytes(response.body, response.base64);
    if (response === undefined || body === undefined) return this.#sender.send(urlErrors.failed);
    this.#sender.send({ status: response.status, headers: sentHeaders(response.headers), body });
  }

  async #stream({ version }: InvocationTarget, invocation: Invocation): Promise<void> {
    const { pools, bandwidth, clock } = this.#serving;
    const answer = new StreamedAnswer(this.#sender);
    answer.finish(await pools.invoke(version, { ...invocation, stream: shapedStream(answer, bandwidth(), clock) }));
  }

  #event({ document }: ServedUrl, request: SignedRequest, caller: UrlCaller | undefined): Buffer {
    const { identity, clock } = this.#serving;
    const { urlId } = document;
    const facts = { urlId, domainName: urlDomain(identity, urlId), requestId: this.#requestId, time: clock.now(), caller };
    return Buffer.from(JSON.stringify(urlEvent(eventRequest(this.#request, request, { port: this.#port, trace: traceRoot(this.#trace) }), facts)));
  }

  #invocation({ invokedArn }: InvocationTarget, payload: Buffer): Invocation {
    return { requestId: this.#requestId, payload, invokedFunctionArn: invokedArn, tail: false, traceId: this.#trace };
  }

  #place(url: ServedUrl | undefined): { readonly port: number; readonly domainName: string } {
    return { port: this.#port, domainName: url === undefined ? '' : urlDomain(this.#serving.identity, url.document.urlId) };
  }

  #corsFields(cors: UrlCors | undefined): readonly HeaderField[] {
    const { origin } = this.#request.headers;
    if (cors === undefined || origin === undefined || isOwn(origin, this.#place(this.#url))) return [];
    return allowsOrigin(cors, origin) ? corsHeaders(cors, origin) : [];
  }
}

/** Undefined where it is not the base64 that it should be. */
function bodyBytes(body: string, base64: boolean): Buffer | undefined {
  if (!base64) return Buffer.from(body);
  return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(body) ? Buffer.from(body, 'base64') : undefined;
}

/** By the type of the Lambda API's error. */
const answersByType: Readonly<Record<string, UrlError>> = {
  TooManyRequestsException: urlErrors.throttled,
  RequestEntityTooLargeException: urlErrors.tooLarge,
  ResourceNotFoundException: urlErrors.unknown,
};

const signatureErrors: ReadonlySet<string> = new Set(['InvalidSignatureException', 'IncompleteSignatureException', 'UnrecognizedClientException']);

function answerOf(error: unknown): UrlError {
  if (!(error instanceof LambdaError)) return urlErrors.failed;
  if (signatureErrors.has(error.type)) return urlErrors.signature(error.type, error.message);
  return answersByType[error.type] ?? urlErrors.failed;
}

function textOf(error: unknown): string {
  if (error instanceof LambdaError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
