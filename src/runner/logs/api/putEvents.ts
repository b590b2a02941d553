import * as v from 'valibot';
import { logsErrors } from './logsError.ts';
import { logsOperation, member } from './logsOperation.ts';
import { groupNamed } from './names.ts';
import { sequenceToken } from './sequenceToken.ts';

/** Source: CloudWatch Logs API Reference, PutLogEvents. */
const mostBatchBytes = 1_048_576;
const eventOverhead = 26;
const hourMs = 60 * 60 * 1000;
const longestSpanMs = 24 * hourMs;
const newestMs = 2 * hourMs;
const oldestMs = 14 * 24 * hourMs;

interface InputEvent {
  readonly timestamp: number;
  readonly message: string;
}

export const putLogEvents = logsOperation(
  'PutLogEvents',
  { logGroupName: member.text, logStreamName: member.text, logEvents: v.array(v.object({ timestamp: v.number(), message: v.string() })) },
  async (context, { logGroupName, logStreamName, logEvents }) => {
    const { store, clock } = context;
    checkBatch(logEvents);
    groupNamed(context, { logGroupName });
    if ((await store.hasStreams(logGroupName, [logStreamName])) !== true) throw logsErrors.noStream();
    const now = clock.now();
    const tooOld = logEvents.filter(({ timestamp }) => timestamp < now - oldestMs).length;
    const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + newestMs);
    for (const { timestamp, message } of logEvents.slice(tooOld, tooNew === -1 ? undefined : tooNew)) {
      store.appendEvent(logGroupName, logStreamName, timestamp, message);
    }
    const rejected = { ...(tooNew !== -1 && { tooNewLogEventStartIndex: tooNew }), ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }) };
    return { nextSequenceToken: sequenceToken(now), ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }) };
  },
);

function checkBatch(events: readonly InputEvent[]): void {
  let bytes = 0;
  for (const [index, { timestamp, message }] of events.entries()) {
    const size = Buffer.byteLength(message) + eventOverhead;
    if (size > mostBatchBytes) throw logsErrors.invalid(`Log event too large: ${size} bytes exceeds limit of ${mostBatchBytes}`);
    bytes += size;
    if (timestamp < (events[index - 1]?.timestamp ?? 0)) {
      throw logsErrors.invalid('Log events in a single PutLogEvents request must be in chronological order.');
    }
  }
  if (bytes > mostBatchBytes) throw logsErrors.invalid(`Upload too large: ${bytes} bytes exceeds limit of ${mostBatchBytes}`);
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > longestSpanMs) {
    throw logsErrors.invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}
