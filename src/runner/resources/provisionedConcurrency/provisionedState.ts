import type { GetProvisionedConcurrencyConfigResponse } from '@aws-sdk/client-lambda';

import type { AllocationState, ProvisionedAllocations } from '../../pool/provisioned/provisionedAllocations.ts';
import type { ProvisionedConcurrencyDocument } from './storedProvisionedConcurrency.ts';

/** As Lambda answers it: how far the environments that were asked for are. */
export function provisionedAnswer(
  allocations: ProvisionedAllocations,
  key: string,
  document: ProvisionedConcurrencyDocument,
): GetProvisionedConcurrencyConfigResponse {
  return answer(document, allocations.stateOf(key) ?? notBegun);
}

/** The answer to what was just requested: it is in progress also where nothing is left to do. */
export function requestedAnswer(
  allocations: ProvisionedAllocations,
  key: string,
  document: ProvisionedConcurrencyDocument,
): GetProvisionedConcurrencyConfigResponse {
  const { allocated, available } = allocations.stateOf(key) ?? notBegun;
  return answer(document, { status: 'IN_PROGRESS', allocated, available });
}

const notBegun: AllocationState = { status: 'IN_PROGRESS', allocated: 0, available: 0 };

function answer(
  { requested, lastModified }: ProvisionedConcurrencyDocument,
  { status, statusReason, allocated, available }: AllocationState,
): GetProvisionedConcurrencyConfigResponse {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: available,
    AllocatedProvisionedConcurrentExecutions: allocated,
    Status: status,
    ...(statusReason !== undefined && { StatusReason: statusReason }),
    // `2019-12-31T20:29:00+0000`
    LastModified: new Date(lastModified).toISOString().replace(/\.\d+Z$/, '+0000'),
  };
}
