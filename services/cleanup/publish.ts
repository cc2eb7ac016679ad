// The run's end as an EventBridge event on the default bus, for a rule of the user's own.
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Publish } from './report.ts';

const SOURCE = 'course-transcripts';

/**
 * @param bucket of the transcripts: one bus has the events of all stacks of an account.
 * @throws {Error} when the bus did not take the event: PutEvents itself answers with success then.
 */
export const publishTo =
  (eventBridge: EventBridgeClient, bucket: string): Publish =>
  async (run, totals) => {
    const Detail = JSON.stringify({ run, bucket, ...totals });
    const Entries = [{ Source: SOURCE, DetailType: 'Transcription Run Finished', Detail }];
    const answer = await eventBridge.send(new PutEventsCommand({ Entries }));
    const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode);
    if (refused)
      throw new Error(
        `EventBridge refused the event of ${run}: ${refused.ErrorCode} ${refused.ErrorMessage}`,
      );
  };
