// Reads functions and parameters from template.yaml, and the state machine from the ASL.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { z } from 'zod';
import { parseTemplate } from '../../local/template.ts';

const ROOT = join(import.meta.dirname, '../..');

const Parameter = z.object({ Default: z.union([z.string(), z.number()]) });
/** Without tags, `!Ref TranscriberMemory` is the parameter's name. */
const Size = z.union([z.number(), z.string()]).optional();
const FunctionProperties = z.object({ Timeout: z.number().optional(), MemorySize: Size });
const Template = z.object({
  Parameters: z.record(z.string(), z.unknown()),
  Globals: z.object({ Function: z.object({ Timeout: z.number(), MemorySize: z.number() }) }),
  Resources: z.record(z.string(), z.looseObject({ Type: z.string() })),
});

/** `memory` is a number, or the parameter's name. */
export type LambdaFunction = { timeoutSeconds: number; memory: number | string; isImage: boolean };

/** With the simulated number of megabytes instead of a parameter's name. */
export type SizedFunction = Omit<LambdaFunction, 'memory'> & { memory: number };
export type StackText = {
  parameters: { [name: string]: string | number };
  functions: Map<string, LambdaFunction>;
  asl: string;
};

export const readStack = async (): Promise<StackText> => {
  const text = await readFile(join(ROOT, 'template.yaml'), 'utf8');
  const { Parameters, Globals, Resources } = Template.parse(parseTemplate(text));
  const { Timeout, MemorySize } = Globals.Function;
  const functions = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Serverless::Function');
  return {
    parameters: Object.fromEntries(
      Object.entries(Parameters).map(([name, value]) => [name, Parameter.parse(value).Default]),
    ),
    functions: new Map(
      functions.map(([name, { Properties }]) => {
        const own = FunctionProperties.parse(Properties);
        const memory = own.MemorySize ?? MemorySize;
        const isImage = JSON.stringify(Properties).includes('"PackageType":"Image"');
        return [name, { timeoutSeconds: own.Timeout ?? Timeout, memory, isImage }];
      }),
    ),
    asl: await readFile(join(ROOT, 'statemachine/transcribe.asl.json'), 'utf8'),
  };
};

type States = StateMachineDefinition['States'];
const Retrier = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().default(1),
  BackoffRate: z.number().default(2),
  MaxAttempts: z.number().default(3),
  MaxDelaySeconds: z.number().default(Number.POSITIVE_INFINITY),
  JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
});
export type Retrier = z.infer<typeof Retrier>;

const Inner = z.looseObject({
  Type: z.string(),
  Resource: z.string().default(''),
  Retry: z.array(Retrier).default([]),
  MaxConcurrency: z.number().default(0),
});
export type InnerState = z.infer<typeof Inner>;

const StateMachine = z.object({
  TimeoutSeconds: z.number(),
  States: z.object({
    EachVideo: z.looseObject({
      ItemSelector: z.record(z.string(), z.string()),
      ItemProcessor: z.looseObject({ StartAt: z.string(), States: z.custom<States>() }),
    }),
  }),
});

/** The child that runs for each video, and all its states by name. */
export const readMachine = (asl: string) => {
  const { TimeoutSeconds, States } = StateMachine.parse(JSON.parse(asl));
  const { StartAt, States: children } = States.EachVideo.ItemProcessor;
  return {
    timeoutSeconds: TimeoutSeconds,
    hasResultWriter: States.EachVideo.ResultWriter !== undefined,
    child: { StartAt, States: children },
    states: new Map(statesOf(children)),
  };
};
export type ParsedStateMachine = ReturnType<typeof readMachine>;

const Nested = z.looseObject({
  ItemProcessor: z.object({ States: z.record(z.string(), z.unknown()) }).optional(),
});

const statesOf = (states: Record<string, unknown>): [string, InnerState][] =>
  Object.entries(states).flatMap(([name, state]) => {
    const inner = Nested.parse(state).ItemProcessor?.States ?? {};
    return [[name, Inner.parse(state)] as [string, InnerState], ...statesOf(inner)];
  });

/** The name in a state's Resource: `${SplitFunction}`. */
export const functionOf = ({ Resource }: InnerState): string => Resource.replace(/^\$\{(\w+)\}$/, '$1');
