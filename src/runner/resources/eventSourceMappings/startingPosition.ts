import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Operations } from '../../api/operations.ts';
import type { SourceKind } from './sourceKinds.ts';
import type { MappingSource } from './storedEventSourceMapping.ts';

type Input = Pick<Operations['CreateEventSourceMapping']['input'], 'EventSourceArn' | 'StartingPosition' | 'StartingPositionTimestamp'>;
type Position = Pick<MappingSource, 'StartingPosition' | 'StartingPositionTimestamp'>;

/** Where a new mapping begins to read. Throws LambdaError. `now` is in ms since the epoch. */
export function startingPosition(kind: SourceKind, input: Input, now: number): Position {
  const { StartingPosition: position = kind.defaultStartingPosition, StartingPositionTimestamp: date } = input;
  if (kind.startingPositions.length === 0) return noPosition(kind, input);
  if (position === undefined) throw missing('startingPosition');
  if (position !== 'AT_TIMESTAMP') {
    if (date !== undefined) throw onlyAtTimestamp();
    return { StartingPosition: position };
  }
  if (!kind.startingPositions.includes(position)) {
    throw lambdaErrors.invalidParameter(`Unsupported starting position for arn type: ${input.EventSourceArn ?? ''}`);
  }
  if (date === undefined) throw missing('startingPositionTimestamp');
  const time = date.getTime();
  if (time < 0) {
    throw lambdaErrors.invalidParameter(
      'Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp',
    );
  }
  if (time > now) throw lambdaErrors.invalidParameter('StartingPositionTimestamp cannot be in the future.');
  return { StartingPosition: position, StartingPositionTimestamp: time };
}

function noPosition(kind: SourceKind, { StartingPosition: position, StartingPositionTimestamp: date }: Input): Position {
  if (position !== undefined) {
    throw lambdaErrors.invalidParameter(
      kind.name === 'mq'
        ? "Unsupported 'startingPosition' parameter for given event source mapping type."
        : 'StartingPosition is not valid for SQS event sources.',
    );
  }
  if (date !== undefined) throw onlyAtTimestamp();
  return {};
}

function onlyAtTimestamp(): LambdaError {
  return lambdaErrors.invalidParameter('Timestamp only valid with StartingPosition AT_TIMESTAMP');
}

function missing(member: string): LambdaError {
  return lambdaErrors.invalidParameter(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null.`,
  );
}
