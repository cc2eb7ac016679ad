// Runs the ASL on this machine. The interpreter has no Distributed Map, so that state becomes a task which runs its
// ItemProcessor as a child machine for each item, as Step Functions does.
import { StateMachine, type StateMachineDefinition, type StateMachineOptions } from 'aws-local-stepfunctions';
import pLimit from 'p-limit';
import { z } from 'zod';

export type Task = (input: unknown) => Promise<unknown>;
export type MachineDeps = {
  /** By state name. */
  tasks: Record<string, Task>;
  /** Does the work of a Distributed Map's ItemReader. */
  readItems: (bucket: string, key: string) => Promise<unknown[]>;
};

type Json = Parameters<StateMachine['run']>[0];
type States = StateMachineDefinition['States'];

/** Without its ResultWriter and the Catch for it: nobody reads those files. */
const DistributedMap = z.object({
  Type: z.literal('Map'),
  Comment: z.string(),
  ResultPath: z.string().nullable(),
  Next: z.string(),
  MaxConcurrencyPath: z.string(),
  ToleratedFailurePercentage: z.number(),
  ItemReader: z.object({ Parameters: z.record(z.string(), z.string()) }),
  ItemSelector: z.record(z.string(), z.string()),
  ItemProcessor: z.object({
    ProcessorConfig: z.object({ Mode: z.literal('DISTRIBUTED') }),
    StartAt: z.string(),
    States: z.custom<States>(),
  }),
});
type DistributedMap = z.infer<typeof DistributedMap>;

/** The input of the task that replaces a Distributed Map. */
const MapInput = z.object({
  reader: z.object({ Bucket: z.string(), Key: z.string() }),
  concurrency: z.number(),
  input: z.custom<Json>(),
});

/** The longest timer in Node.js; the interpreter's default limit for a task is a minute. */
const LONGEST_SECONDS = Math.floor((2 ** 31 - 1) / 1_000);

/** Lambda's limits do not apply here, where a task also waits for a core. */
const withoutLimit = (key: string, value: unknown): unknown =>
  key === 'TimeoutSeconds' ? LONGEST_SECONDS : value;

/** A test validates the ASL; doing it again for each run and item would take longer than the first steps. */
const CHECKED: StateMachineOptions = { validationOptions: { noValidate: true } };

/** Starts the machine; `result` rejects if the execution fails or is aborted. */
export const startMachine = (asl: string, input: Json, { tasks, readItems }: MachineDeps) => {
  const aborts = new Set<() => void>();
  let aborted = false;
  const definition: StateMachineDefinition = JSON.parse(asl, withoutLimit);
  const overrides = { taskResourceLocalHandlers: asHandlers({ ...tasks, ...lower(definition.States) }) };
  const outer = launch(definition, input, {});
  const abort = () => {
    aborted = true;
    for (const abortOne of aborts) abortOne();
  };
  return { result: outer, abort };

  async function launch(
    machine: StateMachineDefinition,
    from: Json,
    context: Record<string, unknown>,
  ): Promise<Json> {
    if (aborted) throw new Error('The execution was aborted');
    const { result, abort } = new StateMachine(machine, CHECKED).run(from, { overrides, context });
    aborts.add(abort);
    return result.finally(() => aborts.delete(abort));
  }

  /** Replaces each Distributed Map by a task, and returns those tasks. */
  function lower(states: States): Record<string, Task> {
    const lowered: Record<string, Task> = {};
    for (const [name, state] of Object.entries(states)) {
      const { data: map } = DistributedMap.safeParse(state);
      if (!map) continue;
      lowered[name] = (mapInput) => runChildren(map, MapInput.parse(mapInput));
      const { Comment, ResultPath, Next, ItemReader, MaxConcurrencyPath } = map;
      const Parameters = {
        reader: ItemReader.Parameters,
        'concurrency.$': MaxConcurrencyPath,
        'input.$': '$',
      };
      states[name] = {
        Type: 'Task',
        Resource: `arn:aws:lambda:local:000000000000:function:${name}`,
        Parameters,
        Comment,
        TimeoutSeconds: LONGEST_SECONDS,
        ResultPath,
        Next,
      };
    }
    return lowered;
  }

  async function runChildren(
    map: DistributedMap,
    { reader, concurrency, input }: z.infer<typeof MapInput>,
  ): Promise<Json> {
    const items = await readItems(reader.Bucket, reader.Key);
    const limit = pLimit(concurrency);
    // The selector runs as a state of the child, because only the interpreter can evaluate its paths.
    const { StartAt, States } = map.ItemProcessor;
    const child: StateMachineDefinition = {
      StartAt: 'SelectItem',
      States: { SelectItem: { Type: 'Pass', Parameters: map.ItemSelector, Next: StartAt }, ...States },
    };
    const ended = await Promise.allSettled(
      items.map((Value, Index) => limit(() => launch(child, input, { Map: { Item: { Index, Value } } }))),
    );
    const failed = ended.filter(({ status }) => status === 'rejected').length;
    if (failed * 100 > map.ToleratedFailurePercentage * items.length) {
      throw Object.assign(new Error(`${failed} of ${items.length} items failed`), {
        name: 'States.ExceedToleratedFailureThreshold',
      });
    }
    return [];
  }
};

/** Inputs and outputs are converted to JSON, as in AWS. */
const asHandlers = (tasks: Record<string, Task>) =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (input: Json): Promise<Json> => JSON.parse(JSON.stringify((await task(input)) ?? null)),
    ]),
  );
