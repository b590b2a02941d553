import { LambdaError } from '../../../lambda/lambdaError.ts';
import { checkTarget, notPublished, provisionedTarget } from '../../resources/provisionedConcurrency/provisionedTarget.ts';
import type { ScalableTarget } from '../store/scalableTargets.ts';
import { autoScalingErrors } from './autoScalingError.ts';
import type { AutoScalingContext } from './autoScalingOperation.ts';
import { lambdaNamespace, parseResourceId, provisionedConcurrencyDimension, resourceId, type ScaledResource } from './resourceId.ts';

interface Scaled {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
}

/** What a request means to scale. Throws LambdaError for other services and dimensions. */
export function scaledResource({ ServiceNamespace, ResourceId, ScalableDimension }: Scaled): ScaledResource {
  const resource = parseResourceId(ResourceId);
  const ours = ServiceNamespace === lambdaNamespace && ScalableDimension === provisionedConcurrencyDimension;
  if (!ours || resource === undefined) throw autoScalingErrors.unsupported();
  return resource;
}

/** Throws LambdaError with what Lambda says where there is no such version or alias. */
export function checkResource({ identity, functions }: Pick<AutoScalingContext, 'identity' | 'functions'>, resource: ScaledResource): void {
  const input = { FunctionName: resource.name, Qualifier: resource.qualifier };
  try {
    checkTarget(functions, provisionedTarget(identity, 'GetProvisionedConcurrencyConfig', input, notPublished));
  } catch (error) {
    if (error instanceof LambdaError) throw autoScalingErrors.badResource(resourceId(resource), error.message);
    throw error;
  }
}

interface Filter {
  readonly ServiceNamespace: string;
  readonly ResourceId?: string;
  readonly ScalableDimension?: string;
}

/** Throws LambdaError for a dimension without a resource, as it is not enough. False: nothing of another service is here. */
export function narrowed({ ServiceNamespace, ScalableDimension }: Filter, resourceGiven: boolean): boolean {
  if (ScalableDimension !== undefined && !resourceGiven) {
    throw autoScalingErrors.invalid('A resource ID must be specified when a scalable dimension is specified.');
  }
  return ServiceNamespace === lambdaNamespace && (ScalableDimension ?? provisionedConcurrencyDimension) === provisionedConcurrencyDimension;
}

/** Those that a list is to be of. */
export function listedTargets({ targets }: AutoScalingContext, filter: Filter): readonly ScalableTarget[] {
  const { ResourceId } = filter;
  if (!narrowed(filter, ResourceId !== undefined)) return [];
  return targets.all().filter((target) => ResourceId === undefined || resourceId(target) === ResourceId);
}
