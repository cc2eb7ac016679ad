// Reads what a local run needs from template.yaml and the ASL: the listener's rule and the parameters' defaults.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CORE_SCHEMA, defineScalarTag, defineSequenceTag, load, mergeTag } from 'js-yaml';
import { z } from 'zod';
import { madeOnce } from '../services/shared/system/made-once.ts';
import { ROOT } from './root.ts';

const Pattern: z.ZodType<Pattern> = z.lazy(() =>
  z.record(z.string(), z.union([Pattern, z.array(Condition)])),
);
const Condition = z.union([z.string(), z.strictObject({ suffix: z.string() })]);
type Condition = z.infer<typeof Condition>;
export type Pattern = { [field: string]: Pattern | Condition[] };

const Template = z.object({
  Parameters: z.object({
    ChunkMinutes: z.object({ Default: z.number() }),
    TranscriberMemory: z.object({ Default: z.number() }),
    MaxConcurrency: z.object({ Default: z.number() }),
    WhisperModel: z.object({ Default: z.string() }),
  }),
  Resources: z.object({
    ListenFunction: z.object({
      Properties: z.object({
        Events: z.object({ CourseUploaded: z.object({ Properties: z.object({ Pattern }) }) }),
      }),
    }),
  }),
});

/** Templates are read and never written. */
const identify = () => false;

/** CloudFormation's templates, with what stands behind a tag in place of the tag: `!Ref X` is X. */
export const TEMPLATE_SCHEMA = CORE_SCHEMA.withTags(
  mergeTag,
  defineScalarTag('!', { matchByTagPrefix: true, resolve: (value) => value, identify }),
  defineSequenceTag('!', {
    matchByTagPrefix: true,
    create: (): unknown[] => [],
    addItem: (items, item) => void items.push(item),
    identify,
  }),
);

export const parseTemplate = (text: string): unknown => load(text, { schema: TEMPLATE_SCHEMA });

/** The rule's pattern, with `!Ref VideoBucket` as the plain name VideoBucket, and the parameters' defaults. */
export const readTemplate = madeOnce(async () => {
  const text = await readFile(join(ROOT, 'template.yaml'), 'utf8');
  const { Parameters, Resources } = Template.parse(parseTemplate(text));
  return {
    pattern: Resources.ListenFunction.Properties.Events.CourseUploaded.Properties.Pattern,
    chunkSeconds: Parameters.ChunkMinutes.Default * 60,
    memoryMegabytes: Parameters.TranscriberMemory.Default,
    maxConcurrency: Parameters.MaxConcurrency.Default,
    model: Parameters.WhisperModel.Default,
  };
});

/** The deployed ASL, without ARNs of functions. */
export const readStateMachine = async (): Promise<string> => {
  const text = await readFile(join(ROOT, 'statemachine/transcribe.asl.json'), 'utf8');
  return text.replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:local:000000000000:function:$1');
};

/** The models that ship with the project. */
export const MODELS_FOLDER = join(ROOT, 'models');
export const VAD_MODEL = join(MODELS_FOLDER, 'ggml-silero-v6.2.0.bin');

/**
 * Whether EventBridge would deliver the event: every field of the pattern matches one of its values. Supports exact strings
 * and suffixes; `readTemplate` refuses other patterns.
 */
export const matches = (pattern: Pattern, event: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    const value = z.looseObject({}).safeParse(event).data?.[field];
    return Array.isArray(wanted)
      ? wanted.some((condition) => holds(condition, value))
      : matches(wanted, value);
  });

const holds = (condition: Condition, value: unknown): boolean =>
  typeof condition === 'string'
    ? value === condition
    : typeof value === 'string' && value.endsWith(condition.suffix);
