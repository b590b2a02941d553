import type { LoadClient, LoadRequest } from './loadClient.ts';
import type { LoadTarget } from './loadTarget.ts';

/** Each way is loaded where it is needed: the SDK takes a while. */
export async function createLoadClient(target: LoadTarget, request: LoadRequest): Promise<LoadClient> {
  if (target.type === 'endpoint') {
    const { HttpLoadClient } = await import('./loadHttpClient.ts');
    return new HttpLoadClient(target.endpoint, request);
  }
  const { SdkLoadClient } = await import('./loadSdkClient.ts');
  return SdkLoadClient.open(target, request);
}
