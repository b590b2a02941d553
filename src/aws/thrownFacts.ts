import { codeOf } from '../common/codedError.ts';

/** What a thrown thing tells programs; the rest of it may hold credentials. */
export interface ThrownFacts {
  readonly name: string;
  /** Node's, such as `ENOTFOUND`. */
  readonly code?: string;
  readonly status?: number;
  readonly requestId?: string;
  /** Lambda's Reason of a throttle. */
  readonly reason?: string;
  /** The Local region's word for what is wrong on this machine, such as `ISOLATION_UNAVAILABLE`. */
  readonly localCode?: string;
  /** As the service put it. */
  readonly text?: string;
}

export function thrownFacts(error: unknown): ThrownFacts {
  const metadata = property(error, '$metadata');
  const status = property(metadata, 'httpStatusCode');
  const requestId = property(metadata, 'requestId');
  const name = property(error, 'name');
  const reason = property(error, 'Reason');
  const localCode = property(error, 'Code');
  const text = property(error, 'message');
  const code = codeOf(error);
  return {
    name: typeof name === 'string' ? name : 'Error',
    ...(code !== undefined && { code }),
    ...(typeof status === 'number' && { status }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof reason === 'string' && { reason }),
    ...(typeof localCode === 'string' && { localCode }),
    // Only what a service said: of the SDK's own errors the text may quote commands and files.
    ...(typeof status === 'number' && typeof text === 'string' && text !== '' && { text }),
  };
}

/** What tells the error apart in a message: Node's code, or the error's name and status. */
export function nameOfFacts({ code, name, status }: ThrownFacts): string {
  return code ?? (status === undefined ? name : `${name}, status ${status}`);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
