// Announces the end of a run as an EventBridge event on the default bus, for rules that users add.
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Announce } from './report.ts';

const SOURCE = 'course-transcripts';

/**
 * @param bucket of the transcripts, since one bus has the events of all stacks of an account
 * @throws {Error} if the bus did not take the event: PutEvents itself succeeds even then.
 */
export const announceTo =
  (eventBridge: EventBridgeClient, bucket: string): Announce =>
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
