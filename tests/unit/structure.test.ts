// What must agree but no compiler checks: template.yaml, the state machine, the handlers, the error classes.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { z } from 'zod';
import { parseTemplate, readStateMachine } from '../../local/template.ts';
import * as errors from '../../services/shared/contracts/errors.ts';
import { allowed, resourcesOf } from './template/read.ts';

const ROOT = join(import.meta.dirname, '../..');
const byName = <T extends { name: string }>(list: T[]) => list.map((one) => [one.name, one] as const);
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

// Without the tags, !Ref X is X, !GetAtt X.Arn is X.Arn and !Sub "…" is its text.
const FunctionResource = z.object({
  Metadata: z.object({
    BuildMethod: z.string().optional(),
    BuildProperties: z.object({ EntryPoints: z.tuple([z.string()]) }).optional(),
    Dockerfile: z.string().optional(),
  }),
  Properties: z.object({
    CodeUri: z.string().optional(),
    Handler: z.string().optional(),
    ImageConfig: z.object({ Command: z.tuple([z.string()]) }).optional(),
    Timeout: z.number().default(300),
  }),
});
const Machine = z.object({
  DefinitionUri: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.string()),
});
const Template = z.object({
  Parameters: z.record(z.string(), z.unknown()),
  Globals: z.object({ Function: z.object({ Timeout: z.literal(300) }) }),
  Resources: z.record(z.string(), z.looseObject({ Type: z.string() })),
  Outputs: z.record(z.string(), z.unknown()),
});
const { Parameters, Resources, Outputs } = Template.parse(parseTemplate(read('template.yaml')));
const machine = Machine.parse(Resources.TranscribeStateMachine?.Properties);
const functions = Object.entries(Resources)
  .filter(([, { Type }]) => Type === 'AWS::Serverless::Function')
  .map(([name, resource]) => {
    const { Metadata, Properties } = FunctionResource.parse(resource);
    const command = Properties.ImageConfig?.Command[0].replace('.handler', '');
    // A function with its own Makefile names only its folder.
    const made = `${Properties.CodeUri}/${Properties.Handler?.replace('.handler', '.ts')}`;
    const built = Metadata.BuildMethod === 'makefile' ? made : Metadata.BuildProperties?.EntryPoints[0];
    const file = command ? `services/transcriber/${command}-handler.ts` : built;
    return { name, file: file ?? 'no file', Metadata, ...Properties };
  });

const State = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  Resource: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).default([]),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
  ItemProcessor: z.object({ States: z.record(z.string(), z.unknown()) }).optional(),
});
type State = z.infer<typeof State> & { name: string; outer?: State };

const aslText = read(machine.DefinitionUri);
const statesOf = (states: Record<string, unknown>, outer?: State): State[] =>
  Object.entries(states).flatMap(([name, json]) => {
    const state = { ...State.parse(json), name, ...(outer && { outer }) };
    return [state, ...statesOf(state.ItemProcessor?.States ?? {}, state)];
  });
const states = statesOf(
  z.object({ States: z.record(z.string(), z.unknown()) }).parse(JSON.parse(aslText)).States,
);
const tasks = states.filter(({ Type }) => Type === 'Task');
const functionOf = ({ Resource }: State) => functions.find(({ name }) => Resource === `\${${name}}`);

/** The errors that the state itself, or the Map around it, catches. */
const catchersOf = ({ Catch, outer }: State) => (Catch.length > 0 ? Catch : (outer?.Catch ?? []));
const ownNames = (names: string[]) => names.filter((name) => !name.startsWith('States.')).toSorted();
const caughtBy = (state: State) => ownNames(catchersOf(state).flatMap(({ ErrorEquals }) => ErrorEquals));

const forUsers = ['UserError', 'ToolMissing'];
const stepErrors = Object.keys(errors).filter((name) => /^[A-Z]/.test(name) && !forUsers.includes(name));

describe('the state machine', () => {
  it('is valid ASL once its functions are filled in', async () => {
    const asl = JSON.parse(await readStateMachine());

    expect(() => new StateMachine(asl)).not.toThrow();
  });

  it('names the functions that the template fills in, and may call each', () => {
    const named = [...aslText.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const given = Object.entries(machine.DefinitionSubstitutions);
    const role = resourcesOf('template.yaml', false).find(({ name }) => name === 'MachineRole');
    const calls = role && allowed(role).find(({ Action }) => Action.includes('lambda:InvokeFunction'));

    expect(new Set(named)).toEqual(new Set(given.map(([name]) => name)));
    expect(given.filter(([name, arn]) => arn !== `${name}.Arn`)).toEqual([]);
    expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(given.map(([name]) => name)));
    expect(calls?.Resource).toEqual(given.map(([, arn]) => arn));
  });

  it('explains each of its states', () => {
    expect(states.length).toBeGreaterThan(8);
    expect(states.filter(({ Comment }) => !Comment).map(({ name }) => name)).toEqual([]);
  });

  it('does not batch items, which the cores do not support', () => {
    expect(aslText).not.toContain('ItemBatcher');
  });

  it("writes the children's output only where the role may, and reports without it, too", () => {
    const [map] = states.filter(({ ResultWriter }) => ResultWriter);
    const [, folder] = /States\.Format\('(.+)', \$\.run\)/.exec(aslText) ?? [];
    const role = resourcesOf('template.yaml', false).find(({ name }) => name === 'MachineRole');
    const writes = role && allowed(role).filter(({ Action }) => Action.includes('s3:PutObject'));

    expect(map).toMatchObject({ name: 'EachVideo', ResultPath: null });
    expect(map?.Catch).toEqual([
      { ErrorEquals: ['States.ResultWriterFailed'], ResultPath: null, Next: 'Report' },
    ]);
    expect(writes?.map(({ Resource }) => Resource)).toEqual([
      [`VideoBucket/${folder?.replace('{}', '*')}/*`],
    ]);
  });

  it.each(byName(tasks))('%s waits longer than its function may run', (_name, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(functionOf(state)?.Timeout ?? Number.POSITIVE_INFINITY);
  });

  it.each(byName(tasks))("%s retries AWS's faults, but not our own errors", (_name, { Retry }) => {
    const aws = ['Lambda.TooManyRequestsException', 'Lambda.ServiceException'];
    const faults = Retry.filter(({ ErrorEquals }) => aws.some((name) => ErrorEquals.includes(name)));
    const repeated = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);

    expect(faults).toEqual([
      expect.objectContaining({ JitterStrategy: 'FULL', BackoffRate: 1.2, MaxAttempts: 1_000 }),
      expect.objectContaining({ JitterStrategy: 'FULL', MaxAttempts: 6 }),
    ]);
    expect(repeated.filter((name) => stepErrors.includes(name) || name === 'States.ALL')).toEqual([]);
  });

  const inVideo = tasks.filter(({ name, outer }) => outer && name !== 'RecordFailure');

  it.each(byName(inVideo))('any failure of %s is recorded', (_name, state) => {
    const catchers = catchersOf(state);

    expect(catchers.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    expect(new Set(catchers.map(({ Next }) => Next))).toEqual(new Set(['RecordFailure']));
  });

  it.each(byName(states.filter(({ Resource }) => Resource)))('%s has a file with its name', (name, state) => {
    const file = `${name.replaceAll(/(?<=.)(?=[A-Z])/g, '-').toLowerCase()}.ts`;

    expect(readdirSync(dirname(join(ROOT, functionOf(state)?.file ?? '')))).toContain(file);
  });

  it.each(byName(inVideo))('%s catches by name the errors that its core declares', (_name, state) => {
    const core = read(functionOf(state)?.file.replace('-handler', '') ?? '');
    const thrown = [...core.matchAll(/@throws \{([^}]+)\}/g)].flatMap(([, names = '']) => names.split(' | '));

    expect(thrown).not.toEqual([]);
    expect(caughtBy(state)).toEqual(thrown.toSorted());
  });

  it('catches every error class of the steps, and only existing ones', () => {
    expect(new Set(inVideo.flatMap(caughtBy))).toEqual(new Set(stepErrors));
  });
});

describe('the template', () => {
  it('has a handler file for each function, and a function for each handler file', () => {
    const files = ['listener', 'transcriber', 'cleanup', 'publisher'].flatMap((service) =>
      readdirSync(join(ROOT, 'services', service))
        .filter((file) => /handler\.ts$/.test(file))
        .map((file) => `services/${service}/${file}`),
    );

    expect(functions.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
  });

  it.each(byName(functions))('%s is built from a file that exports its handler', (_name, one) => {
    const { file, Handler, Metadata } = one;

    expect(read(file)).toMatch(/^export const handler = instrument\(/m);
    if (Handler) expect(Handler).toBe(`${basename(file, '.ts')}.handler`);
    else expect(read(Metadata.Dockerfile ?? 'no Dockerfile')).toContain(file);
  });

  it('has no parameter without effect', () => {
    const text = read('template.yaml');
    const used = (name: string) => new RegExp(`!Ref ${name}\\b|\\$\\{${name}\\}`).test(text);

    expect(Object.keys(Parameters)).not.toEqual([]);
    expect(Object.keys(Parameters).filter((name) => !used(name))).toEqual([]);
  });

  it('has the parameters that our messages mention', () => {
    const contracts = ['errors', 'remedies'].map((name) => `services/shared/contracts/${name}.ts`);
    const messages = [...contracts, 'services/uploader/commands/transcribe/flags.ts'].map(read).join('\n');
    const advised = [...messages.matchAll(/\b(?:parameters?|raise|and) ((?:[A-Z][a-z]+){2,})\b/g)];
    const names = new Set(advised.map(([, name]) => name));

    expect(names.size).toBeGreaterThan(3);
    expect(Object.keys(Parameters)).toEqual(expect.arrayContaining([...names]));
  });

  it('has exactly the outputs that the uploader reads', () => {
    const [, fields = ''] =
      /const Outputs = z\.object\(\{([^}]*)\}\)/.exec(read('services/uploader/settings/stack.ts')) ?? [];

    expect(Object.keys(Outputs).toSorted()).toEqual(
      [...fields.matchAll(/(\w+):/g)].map(([, name]) => name).toSorted(),
    );
  });
});
