import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { announceTo } from '../../../services/cleanup/announce.ts';

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
const announce = announceTo(new EventBridgeClient({}), 'transcripts');

beforeEach(() => {
  bus.reset();
});

describe('announceTo', () => {
  it('sends one event with the run and its totals', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });

    await announce(RUN, totals);

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

    const announcing = announce(RUN, totals);

    await expect(announcing).rejects.toThrow(`${RUN}: InternalFailure try again`);
  });

  it('passes on an error of the call', async () => {
    const error = new Error('AccessDenied');
    bus.on(PutEventsCommand).rejects(error);

    await expect(announce(RUN, totals)).rejects.toBe(error);
  });
});
