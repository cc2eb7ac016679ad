import { describe, expect, it } from '@jest/globals';
import { startMachine, type Task } from '../../../local/machine.ts';
import { until } from '../held-timers.ts';

const lambda = 'arn:aws:lambda:local:000000000000:function';

/** Does the work for each item of the manifest, with a Catch; then Report. */
const asl = (tolerated = 100) => `{
  "StartAt": "EachVideo",
  "States": {
    "EachVideo": {
      "Type": "Map", "Comment": "A Distributed Map.", "ResultPath": null, "Next": "Report",
      "MaxConcurrencyPath": "$.maxConcurrency", "ToleratedFailurePercentage": ${tolerated},
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "Parameters": { "Bucket.$": "$.bucket", "Key.$": "$.manifest" }
      },
      "ResultWriter": {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": { "Bucket.$": "$.bucket", "Prefix.$": "States.Format('runs/{}/children', $.run)" }
      },
      "Catch": [{ "ErrorEquals": ["States.ResultWriterFailed"], "ResultPath": null, "Next": "Report" }],
      "ItemSelector": { "run.$": "$.run", "item.$": "$$.Map.Item.Value" },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "Work",
        "States": {
          "Work": {
            "Type": "Task", "Resource": "${lambda}:Work", "End": true,
            "Catch": [{ "ErrorEquals": ["VideoUnreadable"], "ResultPath": "$.error", "Next": "Record" }]
          },
          "Record": { "Type": "Task", "Resource": "${lambda}:Record", "End": true }
        }
      }
    },
    "Report": { "Type": "Task", "Resource": "${lambda}:Report", "End": true }
  }
}`;

const input = { run: 'r', bucket: 'videos', manifest: 'runs/r/manifest.json', maxConcurrency: 2 };
const items = ['a', 'b', 'c'].map((Key) => ({ Key }));
const named = (name: string) => Object.assign(new Error(`${name} happened`), { name });

const failingAtA: Task = async (taskInput) => {
  if (JSON.stringify(taskInput).includes('"a"')) throw named('Surprise');
};

type Options = { tolerated?: number; from?: typeof input; read?: unknown[]; report?: Task };

/** Starts the machine with tasks that remember their inputs. */
const start = (work: Task, options: Options = {}) => {
  const { tolerated = 100, from = input, read = items, report = async () => 'reported' } = options;
  const got: { [task: string]: unknown[] } = { Work: [], Record: [], Report: [] };
  const remembering =
    (name: string, run: Task): Task =>
    async (taskInput) => {
      got[name]?.push(taskInput);
      return run(taskInput);
    };
  const reads: string[] = [];
  const tasks = {
    Work: remembering('Work', work),
    Record: remembering('Record', async () => 'recorded'),
    Report: remembering('Report', report),
  };
  const readItems = async (bucket: string, key: string) => {
    reads.push(`${bucket} ${key}`);
    return read;
  };
  return { ...startMachine(asl(tolerated), from, { tasks, readItems }), got, reads };
};

describe('startMachine', () => {
  it('runs the processor for each item of the manifest, and then continues with the run’s own input', async () => {
    const { result, got, reads } = start(async () => 'done');

    expect(await result).toBe('reported');

    expect(reads).toEqual(['videos runs/r/manifest.json']);
    expect(got.Work).toEqual(items.map((item) => ({ run: 'r', item })));
    expect(got.Report).toEqual([input]);
  });

  it.each([1, 2])('processes at most %i items at once', async (maxConcurrency) => {
    let [running, most] = [0, 0];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await until(() => most >= maxConcurrency);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
    };

    await start(work, { from: { ...input, maxConcurrency } }).result;

    expect(most).toBe(maxConcurrency);
  });

  it('continues with the report if there are no items', async () => {
    const { result, got } = start(async () => 'done', { read: [] });

    expect(await result).toBe('reported');
    expect(got.Work).toEqual([]);
  });

  it('catches an error by its name, and passes on its message', async () => {
    const { result, got } = start(async (taskInput) => {
      if (JSON.stringify(taskInput).includes('"b"')) throw named('VideoUnreadable');
    });

    await result;

    expect(got.Record).toEqual([
      {
        run: 'r',
        item: { Key: 'b' },
        error: { Error: 'VideoUnreadable', Cause: expect.stringContaining('VideoUnreadable happened') },
      },
    ]);
  });

  it('does not let one item’s failure stop the others or the report', async () => {
    const { result, got } = start(failingAtA);

    expect(await result).toBe('reported');

    expect(got.Work).toHaveLength(3);
    expect(got.Record).toEqual([]);
  });

  it.each([
    [34, 'reported'],
    [33, 'States.ExceedToleratedFailureThreshold'],
    [0, 'States.ExceedToleratedFailureThreshold'],
  ])('tolerates up to %i percent failures if a third fails: %s', async (tolerated, expected) => {
    const { result } = start(failingAtA, { tolerated });

    expect(await result.catch((error) => error.cause?.name ?? error.name)).toBe(expected);
  });

  it('returns the last output as JSON, as AWS does', async () => {
    const { result } = start(async () => 'done', {
      report: async () => ({ at: new Date(0), gone: undefined }),
    });

    expect(await result).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it('fails if the manifest cannot be read', async () => {
    const readItems = () => Promise.reject(named('NoSuchKey'));

    const { result } = startMachine(asl(), input, { tasks: {}, readItems });

    await expect(result).rejects.toMatchObject({ name: 'ExecutionError' });
  });

  it('starts no more items and no report after it was aborted', async () => {
    let started = 0;
    const aborted = Promise.withResolvers<void>();
    const work = async () => {
      started += 1;
      await aborted.promise;
    };
    const { result, abort, got } = start(work);
    const failed = expect(result).rejects.toMatchObject({ name: 'ExecutionAbortedError' });
    await until(() => started === 2);

    abort();
    aborted.resolve();
    await failed;
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(got.Work).toHaveLength(2);
    expect(got.Report).toEqual([]);
  });
});
