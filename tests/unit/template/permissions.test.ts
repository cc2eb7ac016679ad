// No permission is wider than listed here, with a reason.
import { describe, expect, it } from '@jest/globals';
import { allowed, type Resource, resourcesOf } from './read.ts';

/** `action on resource`, for each that contains a `*`, and why no exact name is possible. */
const WIDE: { why: string; allows: string[] }[] = [
  {
    why: 'a video has any key; work files and transcripts are named after run and video, which only an upload knows',
    allows: [
      's3:GetObject on VideoBucket/*',
      's3:DeleteObject on VideoBucket/*',
      's3:GetObject on VideoBucket/work/*',
      's3:PutObject on VideoBucket/work/*',
      's3:AbortMultipartUpload on VideoBucket/work/*',
      's3:DeleteObject on VideoBucket/work/*',
      's3:GetObject on TranscriptBucket/*',
      's3:PutObject on TranscriptBucket/*',
      's3:GetObject on TranscriptBucket/*.json',
    ],
  },
  {
    why: 'a run has an id of its own',
    allows: [
      's3:GetObject on VideoBucket/runs/*',
      's3:GetObject on VideoBucket/runs/*/manifest.json',
      's3:PutObject on VideoBucket/runs/*/manifest.json',
      's3:PutObject on VideoBucket/runs/*/results/*',
      's3:PutObject on VideoBucket/runs/*/children/*',
      's3:GetObject on VideoBucket/runs/*/children/*',
      's3:ListMultipartUploadParts on VideoBucket/runs/*/children/*',
      's3:AbortMultipartUpload on VideoBucket/runs/*/children/*',
      's3:PutObject on TranscriptBucket/runs/*',
      'states:DescribeExecution on arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:AWS::StackName-transcribe/*',
      'states:StopExecution on arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:AWS::StackName-transcribe/*',
    ],
  },
  {
    why: 'a glossary may lie in any folder of a course',
    allows: ['s3:GetObject on VideoBucket/*glossary.txt'],
  },
  {
    why: 'a course begins anywhere in the bucket, and its page is among its transcripts',
    allows: [
      's3:PutObject on TranscriptBucket/*index.html',
      's3:PutObject on TranscriptBucket/*page/*',
      's3:PutObject on TranscriptBucket/*.txt',
      's3:PutObject on TranscriptBucket/*.srt',
      's3:PutObject on TranscriptBucket/*.vtt',
      's3:PutObject on TranscriptBucket/*.json',
      's3:DeleteObject on TranscriptBucket/*page/*',
    ],
  },
  {
    why: 'these calls of X-Ray have no resource',
    allows: [
      'xray:PutTraceSegments on *',
      'xray:PutTelemetryRecords on *',
      'xray:GetSamplingRules on *',
      'xray:GetSamplingTargets on *',
    ],
  },
  {
    why: 'log delivery has no resource',
    allows: [
      'logs:CreateLogDelivery on *',
      'logs:GetLogDelivery on *',
      'logs:UpdateLogDelivery on *',
      'logs:DeleteLogDelivery on *',
      'logs:ListLogDeliveries on *',
      'logs:PutResourcePolicy on *',
      'logs:DescribeResourcePolicies on *',
      'logs:DescribeLogGroups on *',
    ],
  },
  {
    why: 'in the policy of a key, * is that key; its account has to be able to hand out and delete it',
    allows: ['kms:* on *', 'kms:Decrypt on *', 'kms:GenerateDataKey on *'],
  },
];

const written = WIDE.flatMap(({ allows }) => allows);

const wideOnes = (resource: Resource): string[] =>
  allowed(resource).flatMap(({ Action, Resource: on }) =>
    Action.flatMap((action) => on.map((arn) => `${action} on ${arn}`)).filter((one) => one.includes('*')),
  );

const resources = resourcesOf('template.yaml', true);
const roles = resources.filter(({ Type }) => Type === 'AWS::IAM::Role');
const byName = (list: Resource[]) => list.map((one) => [one.name, one] as const);

describe('the permissions of the stack', () => {
  it.each(byName(resources.filter((one) => allowed(one).length > 0)))(
    '%s allows nothing wider than listed',
    (_name, one) => {
      expect(wideOnes(one).filter((wide) => !written.includes(wide))).toEqual([]);
    },
  );

  it('has nothing listed that is not used', () => {
    const had = new Set(resources.flatMap(wideOnes));

    expect(written.filter((wide) => !had.has(wide))).toEqual([]);
  });

  it.each(byName(roles))(
    '%s allows by action and resource, and attaches no managed policy',
    (_name, role) => {
      const statements = allowed(role);

      expect(statements).not.toEqual([]);
      for (const { Action, Resource: on, NotAction } of statements) {
        expect(NotAction).toBeUndefined();
        expect([Action.length, on.length]).not.toContain(0);
      }
      expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    },
  );

  it.each(byName(roles))('%s has a boundary if one is given', (_name, role) => {
    const unbounded = resourcesOf('template.yaml', false).find(({ name }) => name === role.name);

    expect(role.Properties.PermissionsBoundary).toBe('PermissionsBoundary');
    expect(unbounded?.Properties).not.toHaveProperty('PermissionsBoundary');
  });

  it('has a role for each function and for the state machine, and shares none', () => {
    const users = resources.filter(({ Type }) => /^AWS::Serverless::(Function|StateMachine)$/.test(Type));
    const taken = users.map(({ Properties }) => Properties.Role);

    expect(taken.toSorted()).toEqual(roles.map(({ name }) => `${name}.Arn`).toSorted());
  });
});
