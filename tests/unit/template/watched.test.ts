// Whatever goes wrong in the stack is noticed: alarms, logs, the dashboard.
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { read, resourcesOf } from './read.ts';

const resources = resourcesOf('template.yaml', true);
const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
const named = (type: string) => ofType(type).map(({ name }) => [name] as const);

const Alarm = z.object({
  AlarmActions: z.array(z.string()),
  AlarmDescription: z.string(),
  Namespace: z.string(),
  MetricName: z.string(),
  Threshold: z.number(),
  Dimensions: z.tuple([z.object({ Name: z.string(), Value: z.string() })]),
});
const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Alarm.parse(Properties));
const alarmsOn = (value: string) => alarms.filter(({ Dimensions: [{ Value }] }) => Value === value);
const metricsOf = (value: string) => alarmsOn(value).map(({ MetricName }) => MetricName);

const propertiesOf = (wanted: string) => resources.find(({ name }) => name === wanted)?.Properties ?? {};

describe('the alarms', () => {
  it.each(named('AWS::Serverless::Function'))('%s has one for errors, throttles and duration', (name) => {
    const { Timeout = 300 } = z.object({ Timeout: z.number().optional() }).parse(propertiesOf(name));

    expect(metricsOf(name).toSorted()).toEqual(['Duration', 'Errors', 'Throttles']);
    expect(alarmsOn(name).find(({ MetricName }) => MetricName === 'Duration')?.Threshold).toBe(Timeout * 900);
  });

  it.each(named('AWS::SQS::Queue'))('%s has one for its depth', (name) => {
    expect(metricsOf(`${name}.QueueName`)).toEqual(['ApproximateNumberOfMessagesVisible']);
  });

  it('cover every way in which a run can fail', () => {
    expect(metricsOf('TranscribeStateMachine').toSorted()).toEqual([
      'ExecutionsAborted',
      'ExecutionsFailed',
      'ExecutionsTimedOut',
    ]);
  });

  it.each(alarms.map((alarm) => [`${alarm.MetricName} of ${alarm.Dimensions[0].Value}`, alarm] as const))(
    '%s is sent, and names a chapter of docs/operating.md',
    (_name, { AlarmActions, AlarmDescription }) => {
      const chapters = [...AlarmDescription.matchAll(/"([^"]+)"/g)].map(([, chapter]) => chapter);

      expect(AlarmActions).toEqual(['AlarmTopic']);
      expect(chapters).not.toEqual([]);
      for (const chapter of chapters) expect(read('docs/operating.md')).toContain(`\n## ${chapter}\n`);
    },
  );

  it('cost nothing unless they are requested', () => {
    const small = resourcesOf('template.yaml', false).map(({ Type }) => Type);

    expect(small.filter((type) => /CloudWatch|SNS|KMS|QueryDefinition/.test(type))).toEqual([]);
  });
});

describe('an event that starts nothing', () => {
  it('ends up in a queue, whether EventBridge or Listen gave up', () => {
    const listen = propertiesOf('ListenFunction');

    expect(listen).toMatchObject({
      Events: { CourseUploaded: { Properties: { DeadLetterConfig: { Arn: 'UndeliveredEvents.Arn' } } } },
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'FailedEvents.Arn' } } },
    });
  });
});

describe('a run whose page is not made', () => {
  it('ends up in a queue, whether EventBridge or Publish gave up', () => {
    expect(propertiesOf('PublishFunction')).toMatchObject({
      Events: {
        RunFinished: { Properties: { DeadLetterConfig: { Arn: 'UnpublishedRuns.Arn' } } },
        CorrectionsSaved: { Properties: { DeadLetterConfig: { Arn: 'UnpublishedRuns.Arn' } } },
      },
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'UnpublishedRuns.Arn' } } },
    });
  });
});

describe('the logs', () => {
  const groups = ofType('AWS::Logs::LogGroup');

  it.each(named('AWS::Logs::LogGroup'))('%s are kept as long as LogRetention says', (name) => {
    expect(propertiesOf(name).RetentionInDays).toBe('LogRetention');
  });

  it.each(named('AWS::Serverless::Function'))('%s writes to its own', (name) => {
    expect(propertiesOf(name).LoggingConfig).toEqual({ LogGroup: name.replace('Function', 'Logs') });
  });

  it('contain no prompt: at another level, the state machine would log the input of each step', () => {
    expect(propertiesOf('TranscribeStateMachine').Logging).toMatchObject({ Level: 'ERROR' });
  });

  it.each(named('AWS::Logs::QueryDefinition'))('%s queries all of them', (name) => {
    expect(propertiesOf(name).LogGroupNames).toEqual(groups.map((group) => group.name));
  });
});

describe('the dashboard', () => {
  const [text, values] = z
    .tuple([z.string(), z.record(z.string(), z.unknown())])
    .parse(propertiesOf('Dashboard').DashboardBody);

  it('is JSON, and names only what is in the template', () => {
    const names = [...text.matchAll(/\$\{([\w:]+)[\w.]*\}/g)].map(([, name = '']) => name);
    const parameters = read('template.yaml').split('\nConditions:')[0] ?? '';
    const known = (name: string) =>
      name.startsWith('AWS::') ||
      name in values ||
      parameters.includes(`\n  ${name}:`) ||
      resources.some((resource) => resource.name === name);

    expect(() => JSON.parse(text.replace(/\$\{[^}]+\}/g, '1'))).not.toThrow();
    expect(names.filter((name) => !known(name))).toEqual([]);
  });

  it('adds up the dollars of every function by its memory, even while another one is idle', () => {
    const sums = [...text.matchAll(/\(((?:FILL\(\w+, 0\)(?: \+ )?)+)\) \* (?:\$\{)?(\w+)/g)];
    const counted = sums.flatMap(([, sum = '', memory]) =>
      [...sum.matchAll(/FILL\((\w+), 0\)/g)].map(([, name]) => [name, memory]),
    );
    const there = ofType('AWS::Serverless::Function').map(({ name, Properties }) => [
      name.replace('Function', '').toLowerCase(),
      String(Properties.MemorySize ?? 512),
    ]);

    expect(counted.toSorted()).toEqual(there.toSorted());
  });

  it('shows every metric, and no others', () => {
    const measured = [...read('services/shared/aws/measures.ts').matchAll(/'([A-Z]\w+)'/g)].map(
      ([, name = '']) => name,
    );
    const shown = [...text.matchAll(/"CourseTranscripts", "(\w+)"/g)].map(([, name = '']) => name);

    expect(measured.length).toBeGreaterThan(3);
    expect(measured.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
    expect(shown.filter((name) => !measured.includes(name))).toEqual([]);
  });
});
