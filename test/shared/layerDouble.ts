import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { portOf } from './portOf.ts';

/** What the double answers for a layer version; the zip where nothing else is said. */
export interface DoubledLayer {
  readonly zip: Uint8Array;
  /** Of another content. */
  readonly sha256?: string;
  readonly size?: number;
  /** Refuses GetLayerVersionByArn. */
  readonly refuse?: { readonly status: number; readonly type: string };
  /** Answers the download instead. */
  readonly answer?: (response: ServerResponse) => void;
}

/**
 * Stands for Lambda at the border of HTTP: speaks GetLayerVersionByArn so that the real SDK client is content, serves what it
 * points to, and records what was asked. Nothing of the product is replaced by it.
 */
export class LayerDouble implements AsyncDisposable {
  /** By ARN. */
  readonly layers = new Map<string, DoubledLayer>();
  /** ARNs that were asked for, and `download` for each download. */
  readonly asked: string[] = [];
  /** Of the questions. */
  readonly authorizations: string[] = [];
  readonly #server: Server = createServer((request, response) => this.#serve(new URL(request.url ?? '', this.endpoint), request.headers.authorization, response));

  get endpoint(): string {
    return `http://127.0.0.1:${portOf(this.#server.address())}`;
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve({ pathname, searchParams }: URL, authorization: string | undefined, response: ServerResponse): void {
    const arn = searchParams.get('Arn') ?? decodeURIComponent(pathname.slice('/content/'.length));
    const layer = this.layers.get(arn);
    if (pathname.startsWith('/content/')) {
      this.asked.push('download');
      if (layer?.answer !== undefined) return layer.answer(response);
      response.writeHead(layer === undefined ? 403 : 200, { 'content-length': layer?.zip.byteLength ?? 0 }).end(layer?.zip);
      return;
    }
    this.asked.push(arn);
    this.authorizations.push(authorization ?? '');
    if (pathname !== '/2018-10-31/layers' || searchParams.get('find') !== 'LayerVersion') return refuse(response, 501, 'NotImplemented');
    if (layer === undefined) return refuse(response, 404, 'ResourceNotFoundException');
    if (layer.refuse !== undefined) return refuse(response, layer.refuse.status, layer.refuse.type);
    const CodeSha256 = layer.sha256 ?? createHash('sha256').update(layer.zip).digest('base64');
    const Content = { Location: `${this.endpoint}/content/${encodeURIComponent(arn)}?signature=hunter2`, CodeSha256, CodeSize: layer.size ?? layer.zip.byteLength };
    json(response, 200, { LayerVersionArn: arn, Content });
  }
}

function refuse(response: ServerResponse, status: number, type: string): void {
  response.setHeader('x-amzn-errortype', type);
  json(response, status, { Type: 'User', Message: 'refused by the double' });
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
