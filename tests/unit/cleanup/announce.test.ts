import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { publishTo } from '../../../services/cleanup/publish.ts';

const RUN = '20261122T151500Z-a1b2';
const totals = {
  videos: 3,
  done: 2,
  failed: 1,
  durationSeconds: 120.5,
  words: 300,
  speechSeconds: 90.5,
  coveredSeconds: 89,
  incomplete: 1,
};

const bus = mockClient(EventBridgeClient);
const publish = publishTo(new EventBridgeClient({}), 'transcripts');

beforeEach(() => {
  bus.reset();
});

describe('publishTo', () => {
  it('sends one event with the run and its totals', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });

    await publish(RUN, totals);

    const entries = bus.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []);
    expect(entries).toEqual([
      {
        Source: 'course-transcripts',
        DetailType: 'Transcription Run Finished',
        Detail: expect.any(String),
      },
    ]);
    expect(JSON.parse(entries[0]?.Detail ?? '')).toEqual({ run: RUN, bucket: 'transcripts', ...totals });
  });

  it('fails if the bus answers with success but did not accept the event', async () => {
    bus.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'try again' }],
    });

    const publishing = publish(RUN, totals);

    await expect(publishing).rejects.toThrow(`${RUN}: InternalFailure try again`);
  });

  it('passes on an error of the call', async () => {
    const error = new Error('AccessDenied');
    bus.on(PutEventsCommand).rejects(error);

    await expect(publish(RUN, totals)).rejects.toBe(error);
  });
});
