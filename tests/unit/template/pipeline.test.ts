// People and pipelines may deploy and use the stacks, and nothing else. The stack's own roles: permissions.test.ts.
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { z } from 'zod';
import { allowed, read, resourcesOf } from './read.ts';

const access = resourcesOf('pipeline/access.yaml', true);
const pipeline = resourcesOf('pipeline/pipeline.yaml', true);
const statements = [...access, ...pipeline].flatMap((resource) =>
  allowed(resource).map((statement) => ({ ...statement, of: resource.name })),
);

/** For these, AWS has no resource, or none before it exists. */
const WITHOUT_RESOURCE = [
  'cloudformation:GetTemplateSummary',
  'cloudformation:ValidateTemplate',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetDashboard',
  'cloudwatch:GetMetricData',
  'ecr:GetAuthorizationToken',
  'kms:CreateKey',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DeleteQueryDefinition',
  'logs:DescribeLogGroups',
  'logs:DescribeQueryDefinitions',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:GetQueryResults',
  'logs:ListLogDeliveries',
  'logs:PutQueryDefinition',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:BatchGetTraces',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetTraceSummaries',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** Resources named neither after the stacks nor exactly, and why. */
const NAMED_OTHERWISE = new Map([
  ['arn:AWS::Partition:s3:::aws-sam-cli-managed-default-*', "SAM's own bucket of archives"],
  ['arn:AWS::Partition:cloudformation:*:AWS::AccountId:stack/aws-sam-cli-managed-default/*', 'its stack'],
  ['arn:AWS::Partition:cloudformation:*:aws:transform/Serverless-2016-10-31', "AWS's macro, in any region"],
  ['arn:AWS::Partition:events:*:AWS::AccountId:event-bus/default', 'the default bus, in any region'],
  [
    'arn:AWS::Partition:kms:*:AWS::AccountId:key/*',
    'keys have no names: bounded by tag, or by the roles themselves',
  ],
  ['Artifacts/*', 'what the stages of the pipeline hand to each other'],
]);

describe('the permissions to deploy, upload and operate', () => {
  it('name every action', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('name no resource only if there is none', () => {
    const everywhere = statements
      .filter(({ Resource }) => Resource.includes('*'))
      .flatMap(({ Action }) => Action);

    expect(everywhere.filter((action) => !WITHOUT_RESOURCE.includes(action))).toEqual([]);
    expect(WITHOUT_RESOURCE.filter((action) => !everywhere.includes(action))).toEqual([]);
  });

  it('otherwise name resources after the stacks', () => {
    const wide = statements
      .flatMap(({ Resource }) => Resource)
      .filter((arn) => arn.includes('*') && arn !== '*');
    const others = wide.filter((arn) => !arn.includes('Prefix'));

    expect(others.filter((arn) => !NAMED_OTHERWISE.has(arn))).toEqual([]);
    expect([...NAMED_OTHERWISE.keys()].filter((arn) => !others.includes(arn))).toEqual([]);
  });

  it('give a role a policy only while it has a boundary', () => {
    const grants = statements.filter(({ Action }) =>
      Action.some((action) => /iam:(Create|Put|Attach)/.test(action)),
    );

    expect(grants.length).toBeGreaterThan(0);
    for (const grant of grants)
      expect(grant.Condition).toEqual({ StringEquals: { 'iam:PermissionsBoundary': 'Boundary' } });
  });

  it.each(
    access.filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy').map((one) => [one.name, one] as const),
  )('%s is no longer than AWS takes', (_name, { Properties }) => {
    const text = JSON.stringify(Properties.PolicyDocument)
      .replace(/\$\{AWS::\w+\}/g, '123456789012')
      .replace(/\$\{\w+\}/g, 'a'.repeat(21));

    expect(text.length).toBeLessThan(6_144);
  });
});

describe.each(['access', 'pipeline'])('pipeline/%s.yaml', (name) => {
  it('has no anchors, which SAM expands but CloudFormation refuses', () => {
    expect(read(`pipeline/${name}.yaml`)).not.toMatch(/[:-] [&*]\w/);
  });
});

describe('the boundary', () => {
  it('lets the roles of the stack do their work', () => {
    const boundary = access.filter(({ name }) => name === 'Boundary').flatMap(allowed);
    const within = new Set(boundary.flatMap(({ Action }) => Action));
    const roles = resourcesOf('template.yaml', true).filter(({ Type }) => Type === 'AWS::IAM::Role');
    const needed = new Set(roles.flatMap(allowed).flatMap(({ Action }) => Action));

    expect([...needed].filter((action) => !within.has(action))).toEqual([]);
    expect([...within].filter((action) => !needed.has(action))).toEqual([]);
  });
});

describe.each(['deliver', 'release'])('the workflow %s', (name) => {
  const text = read(`.github/workflows/${name}.yml`);
  const Workflow = z.object({
    permissions: z.strictObject({ contents: z.literal('read') }),
    jobs: z.record(z.string(), z.looseObject({ 'timeout-minutes': z.number() })),
  });

  it('has only the permissions that its jobs ask for, no stored secret, and a time limit', () => {
    expect(Workflow.safeParse(load(text)).error).toBeUndefined();
    expect(text).not.toMatch(/secrets\.|AWS_ACCESS_KEY_ID/);
  });

  it('runs reviewed commits of actions', () => {
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);

    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/@[0-9a-f]{40} # v/.test(action ?? ''))).toEqual([]);
  });
});
