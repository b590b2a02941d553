import type { Disposable } from '../../../common/disposable.ts';

export interface AwsAccess {
  /** One URL for SQS, SNS, EventBridge and S3; undefined for AWS's own endpoints. */
  readonly awsEndpoint: () => string | undefined;
  /** Where credentials may stand: the process's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where an ARN names no Region or account, these. */
  readonly region: string;
  readonly account: string;
}

/** What every client of an SDK is made with. */
export interface ClientSettings {
  readonly region: string;
  /** Tries are counted and made durable by who sends. */
  readonly maxAttempts: 1;
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The clients of one service, made on first use: one for each Region and endpoint. */
export class AwsClients<Client extends { destroy(): void }> implements Disposable {
  readonly #access: AwsAccess;
  readonly #make: (settings: ClientSettings) => Promise<Client>;
  readonly #clients = new Map<string, Promise<Client>>();

  constructor(access: AwsAccess, make: (settings: ClientSettings) => Promise<Client>) {
    this.#access = access;
    this.#make = make;
  }

  get endpoint(): string | undefined {
    return this.#access.awsEndpoint();
  }

  /** `region`: empty for the Local region's own. */
  of(region: string): Promise<Client> {
    const settings = clientSettings(this.#access, region === '' ? this.#access.region : region);
    const key = `${settings.region} ${settings.endpoint ?? ''}`;
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = this.#make(settings);
      this.#clients.set(key, client);
      // One that could not be made is made anew.
      client.catch(() => this.#clients.delete(key));
    }
    return client;
  }

  dispose(): void {
    for (const client of this.#clients.values()) {
      client.then(
        (made) => made.destroy(),
        () => undefined,
      );
    }
    this.#clients.clear();
  }
}

const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000 };

function clientSettings({ awsEndpoint, environment, account }: AwsAccess, region: string): ClientSettings {
  const endpoint = awsEndpoint();
  const common = { region, maxAttempts: 1, requestHandler: timeouts } as const;
  if (endpoint === undefined) return common;
  if (environment['AWS_ACCESS_KEY_ID'] !== undefined) return { ...common, endpoint };
  // What stands for AWS on this machine wants a signature and no particular key; some take the account from it.
  return { ...common, endpoint, credentials: { accessKeyId: account, secretAccessKey: 'local' } };
}
