import type { GetProvisionedConcurrencyConfigResponse } from '@aws-sdk/client-lambda';

import type { FunctionLife } from '../functions/functionLife.ts';
import type { ProvisionedConcurrencyDocument } from './storedProvisionedConcurrency.ts';

/** Key of its life, apart from that of the version. */
export function lifeOf(arn: string): string {
  return `${arn}#provisioned`;
}

/** What is allocated: all at once, when it is ready. Until then, what was before. */
export function allocated(life: FunctionLife, arn: string, { requested, allocatedBefore }: ProvisionedConcurrencyDocument): number {
  return life.of(lifeOf(arn)) === undefined ? requested : Math.min(requested, allocatedBefore);
}

/**
 * As Lambda answers it. Allocated is the concurrency that is set aside for the version or alias in the account, or in the
 * function's reservation; all of it is then available. It says nothing of environments: none is started before it is invoked.
 */
export function provisionedAnswer(
  life: FunctionLife,
  arn: string,
  document: ProvisionedConcurrencyDocument,
): GetProvisionedConcurrencyConfigResponse {
  const inProgress = life.of(lifeOf(arn)) !== undefined;
  return answer(document, allocated(life, arn, document), inProgress ? 'IN_PROGRESS' : 'READY');
}

/** The answer to what was just requested; it tells of the allocation also where that is over at once. */
export function requestedAnswer(document: ProvisionedConcurrencyDocument): GetProvisionedConcurrencyConfigResponse {
  return answer(document, Math.min(document.requested, document.allocatedBefore), 'IN_PROGRESS');
}

function answer(
  { requested, lastModified }: ProvisionedConcurrencyDocument,
  count: number,
  Status: 'IN_PROGRESS' | 'READY',
): GetProvisionedConcurrencyConfigResponse {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: count,
    AllocatedProvisionedConcurrentExecutions: count,
    Status,
    // `2019-12-31T20:29:00+0000`
    LastModified: new Date(lastModified).toISOString().replace(/\.\d+Z$/, '+0000'),
  };
}
