import type { IncomingMessage, ServerResponse } from 'node:http';

/** One of the APIs that an environment's processes reach on its port: runtime, extensions, telemetry. */
export interface EnvironmentApi {
  /** Whether a request's path (with its query) is one of its own. */
  handles(url: string): boolean;
  /** Answers it. What it throws cuts the connection. Host and Origin were checked before. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}
