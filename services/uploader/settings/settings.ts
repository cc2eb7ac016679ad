// Decides stack, buckets, region, profile and model from flag, environment, .env and the stack's outputs, in this order.
// Pure: callers read .env and ask the stack.

const NAMES = [
  'stack',
  'profile',
  'region',
  'account',
  'videoBucket',
  'transcriptBucket',
  'stateMachine',
  'model',
] as const;

type SettingName = (typeof NAMES)[number];
type SettingNames = { words: string; flag?: string; variables: string[]; output?: string };

/** The sources of each setting, in order of priority. */
const SETTING_NAMES: Record<SettingName, SettingNames> = {
  stack: { words: 'stack', flag: '--stack', variables: ['STACK_NAME'] },
  profile: { words: 'profile', flag: '--profile', variables: ['AWS_PROFILE'] },
  // AWS_DEFAULT_REGION is the AWS CLI's name for the region; the SDK for JavaScript reads only AWS_REGION.
  region: { words: 'region', flag: '--region', variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
  account: { words: 'account', variables: ['AWS_ACCT_ID'] },
  videoBucket: { words: 'video bucket', variables: ['VIDEO_BUCKET'], output: 'VideoBucket' },
  transcriptBucket: {
    words: 'transcript bucket',
    variables: ['TRANSCRIPT_BUCKET'],
    output: 'TranscriptBucket',
  },
  stateMachine: { words: 'state machine', variables: ['STATE_MACHINE_ARN'], output: 'StateMachineArn' },
  model: { words: 'model', flag: '--model', variables: ['WHISPER_MODEL'], output: 'WhisperModel' },
};

type SettingValue = { value: string; by: string };
type Setting = SettingValue & { over: SettingValue[] };
export type Settings = Partial<Record<SettingName, Setting>>;

type Named = Record<string, string | undefined>;
export type Sources = {
  /** By setting: `{ stack: 'transcribe' }`. */
  flags: Partial<Record<SettingName, string | undefined>>;
  environment: Named;
  file: Named;
  outputs?: Named | undefined;
};

/** An empty value counts as missing. */
export const decideSettings = (sources: Sources): Settings => {
  const settings: Settings = {};
  for (const name of NAMES) {
    const [first, ...over] = valuesOf(name, sources);
    if (first) settings[name] = { ...first, over };
  }
  return settings;
};

const valuesOf = (name: SettingName, { flags, environment, file, outputs = {} }: Sources): SettingValue[] => {
  const { flag = '', variables, output = '' } = SETTING_NAMES[name];
  const fromFlag = { value: flags[name], by: flag };
  const fromOutputs = {
    value: outputs[output],
    by: `the stack${flags.stack ? ` that --stack names` : ''}`,
  };
  const named = [
    ...variables.map((variable) => ({ value: environment[variable], by: variable })),
    ...variables.map((variable) => ({ value: file[variable], by: `${variable} in .env` })),
  ];
  // The outputs of a stack named by a flag rank as the flag: its videos must not go to the buckets in .env.
  const all = flags.stack ? [fromFlag, fromOutputs, ...named] : [fromFlag, ...named, fromOutputs];
  return all.flatMap(({ value, by }) => (value ? [{ value, by }] : []));
};

/** One line per setting for --verbose: `region: eu-west-1 (--region), not us-east-1 (AWS_REGION in .env)`. */
export const settingsInWords = (settings: Settings): string[] =>
  NAMES.flatMap((name) => {
    const setting = settings[name];
    if (!setting) return [];
    const others = setting.over.filter(({ value }) => value !== setting.value);
    const not = others.length > 0 ? `, not ${others.map(inWords).join(' or ')}` : '';
    return [`${SETTING_NAMES[name].words}: ${inWords(setting)}${not}`];
  });

const inWords = ({ value, by }: SettingValue): string => `${value} (${by})`;
