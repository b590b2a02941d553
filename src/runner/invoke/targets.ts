import type { EventInvokeConfig } from '../resources/eventInvokeConfigs/eventInvokeConfigOf.ts';
import type { Condition, PendingDelivery, StoredEvent } from '../store/asyncEventDocuments.ts';
import { serviceOf } from './destinations/destination.ts';

/** Where functions have what becomes of their events sent to. */
export interface OutcomeTargets {
  /** As `eventInvokeConfigOf`: by the qualifier as the caller gave it. */
  readonly configOf: (functionName: string, qualifier: string | undefined) => EventInvokeConfig | undefined;
  /** The ARN in the DeadLetterConfig of a function's `$LATEST`: it is that of all versions. */
  readonly deadLetterTargetOf: (functionName: string) => string | undefined;
}

type Target = Pick<PendingDelivery, 'type' | 'target'>;

/** A failure goes to the destination and to the dead-letter queue, where a function has both. */
export function targetsOf(event: StoredEvent, condition: Condition, { configOf, deadLetterTargetOf }: OutcomeTargets): readonly Target[] {
  const config = configOf(event.functionName, event.qualifier);
  if (condition === 'Success') return target('destination', config?.onSuccess);
  const targets = [...target('destination', config?.onFailure), ...target('deadLetterQueue', deadLetterTargetOf(event.functionName))];
  // What ends a loop is not to begin another.
  return targets.filter((one) => condition !== 'RecursiveInvocation' || !isFunction(one));
}

function target(type: Target['type'], arn: string | undefined): readonly Target[] {
  return arn === undefined || arn === '' ? [] : [{ type, target: arn }];
}

function isFunction({ target: arn }: Target): boolean {
  return serviceOf(arn) === 'lambda';
}
