import type { LambdaApi } from '../../aws/lambdaApi.ts';
import type { AccountApi } from '../../aws/metrics/accountApi.ts';
import type { AwsSource } from '../../protocol/webview/scaling.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';

/** Reads what the page needs of a function of AWS. The account's limit may be for others' eyes: it is left out then. */
export async function readAwsSource(
  { connection: { connection }, functionName }: FunctionTarget,
  api: Pick<LambdaApi, 'getFunction'>,
  account: Pick<AccountApi, 'concurrency'>,
  signal?: AbortSignal,
): Promise<AwsSource> {
  const [{ Configuration: { MemorySize = 128, Timeout = 3, Architectures = [] } = {}, Concurrency }, accountConcurrency] = await Promise.all([
    api.getFunction(functionName, signal),
    account.concurrency(signal).catch(() => undefined),
  ]);
  const reservedConcurrency = Concurrency?.ReservedConcurrentExecutions;
  return {
    connection: connection.id,
    label: `${connection.profile ?? connection.label} · ${connection.region}`,
    functionName,
    memoryMegabytes: MemorySize,
    architecture: Architectures[0] === 'arm64' ? 'arm64' : 'x86_64',
    timeoutMs: Timeout * 1000,
    ...(accountConcurrency !== undefined && { accountConcurrency }),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  };
}
