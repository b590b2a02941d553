import * as v from 'valibot';

import type { DocumentKind } from './documentKind.ts';
import { recordOf } from './recordOf.ts';

/** An accepted asynchronous invocation, without its payload. */
export interface StoredEvent {
  /** The invocation's request id. */
  readonly id: string;
  readonly functionName: string;
  /** As the caller gave it. */
  readonly qualifier?: string;
  /** Milliseconds since the epoch. */
  readonly enqueuedAt: number;
  /** JSON text, as the runtime gets it. */
  readonly clientContext?: string;
  readonly traceId?: string;
  readonly tenantId?: string;
  /** How often each function has run in the chain of destinations that led to this event, by name. */
  readonly chain?: Readonly<Record<string, number>>;
}

/** Why an event could not run: the status and text of the error. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** What changes with each attempt. */
export interface EventProgress {
  /** How often it has run. */
  readonly attempts: number;
  /** How often in a row it could not run. */
  readonly backOffs: number;
  /** Not to be tried again before; milliseconds since the epoch. */
  readonly notBefore: number;
  /** The last answer, where that was no run. */
  readonly refused?: Refusal;
}

/** An event on its way through the queue. */
export interface QueuedEvent extends StoredEvent, EventProgress {}

/** Why Lambda is done with an event; as records name it. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency' | 'RecursiveInvocation';

/** Something that is to be sent, and has not been yet. */
export interface PendingDelivery {
  /** Stays the same over all tries. */
  readonly id: string;
  readonly type: 'destination' | 'deadLetterQueue';
  /** An ARN. */
  readonly target: string;
  readonly tries: number;
}

/** What became of an event, and who is still to hear of it. The response's payload lies apart. */
export interface EventOutcome {
  readonly condition: Condition;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly attempts: number;
  readonly statusCode?: number;
  readonly executedVersion?: string;
  readonly functionError?: string;
  /** Where there is no response that has one. */
  readonly errorMessage?: string;
  readonly deliveries: readonly PendingDelivery[];
}

export const events: DocumentKind<StoredEvent & { readonly payload?: string }> = {
  name: 'asyncEvent',
  schema: v.object({
    id: v.string(),
    functionName: v.string(),
    qualifier: v.exactOptional(v.string()),
    enqueuedAt: v.number(),
    clientContext: v.exactOptional(v.string()),
    traceId: v.exactOptional(v.string()),
    tenantId: v.exactOptional(v.string()),
    chain: v.exactOptional(recordOf(v.number())),
    // Earlier versions kept it here.
    payload: v.exactOptional(v.string()),
  }),
};

/** The request's body, JSON text: apart from the events, so that a start reads no payloads. */
export const payloads: DocumentKind<string> = { name: 'asyncPayload', schema: v.string() };

/** Apart from the events, so that another attempt does not write the payload again. */
export const progress: DocumentKind<EventProgress> = {
  name: 'asyncProgress',
  schema: v.object({
    attempts: v.number(),
    backOffs: v.optional(v.number(), 0),
    notBefore: v.number(),
    refused: v.exactOptional(v.object({ status: v.number(), message: v.string() })),
  }),
};

/** Of events that have run, or never will: what is left of them is to send something. */
export const outcomes: DocumentKind<EventOutcome> = {
  name: 'asyncOutcome',
  schema: v.object({
    condition: v.picklist(['Success', 'RetriesExhausted', 'EventAgeExceeded', 'ZeroReservedConcurrency', 'RecursiveInvocation']),
    at: v.number(),
    attempts: v.number(),
    statusCode: v.exactOptional(v.number()),
    executedVersion: v.exactOptional(v.string()),
    functionError: v.exactOptional(v.string()),
    errorMessage: v.exactOptional(v.string()),
    deliveries: v.array(
      v.object({
        id: v.string(),
        type: v.picklist(['destination', 'deadLetterQueue']),
        target: v.string(),
        tries: v.number(),
      }),
    ),
  }),
};

/** The function's last response, as text. */
export const responses: DocumentKind<string> = { name: 'asyncResponse', schema: v.string() };
