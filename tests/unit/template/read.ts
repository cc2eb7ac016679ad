// Reads a template and resolves its tags and conditions, as far as tests need it: !Ref X is X, !GetAtt X.Arn is X.Arn,
// !Sub is its text, !If is one of its branches. `make lint` runs CloudFormation's own linters.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineSequenceTag, load } from 'js-yaml';
import { z } from 'zod';
import { TEMPLATE_SCHEMA } from '../../../local/template.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const Resource = z.looseObject({
  Type: z.string(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource> & { name: string };

/** The resources of a template, with all conditions true or all false. */
export const resourcesOf = (path: string, conditions: boolean): Resource[] => {
  const branch = defineSequenceTag<unknown[], unknown>('!If', {
    create: () => [],
    addItem: (items, item) => void items.push(item),
    finalize: (items): unknown => items[conditions ? 1 : 2],
    identify: () => false,
  });
  const document = load(read(path), { schema: TEMPLATE_SCHEMA.withTags(branch) });
  const { Resources } = z
    .object({ Resources: z.record(z.string(), Resource) })
    .parse(withoutNoValue(document));
  return Object.entries(Resources)
    .map(([name, resource]) => ({ ...resource, name }))
    .filter(({ Condition }) => conditions || !Condition);
};

const withoutNoValue = (value: unknown): unknown => {
  const isThere = (one: unknown) => one !== 'AWS::NoValue';
  if (Array.isArray(value)) return value.filter(isThere).map(withoutNoValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (isThere(one) ? [[key, withoutNoValue(one)]] : [])),
  );
};

const OneOrMore = z.union([z.string(), z.array(z.string())]).transform((some) => [some].flat());
/** Turns `${VideoBucket.Arn}/*` into VideoBucket/*. */
const Arns = OneOrMore.transform((arns) => arns.map((arn) => arn.replace(/\$\{([\w:]+)(?:\.Arn)?\}/g, '$1')));
const Policy = z.object({
  Statement: z.array(
    z.looseObject({
      Effect: z.enum(['Allow', 'Deny']),
      Action: OneOrMore.default([]),
      NotAction: z.unknown().optional(),
      Condition: z.unknown().optional(),
      Resource: Arns.default([]),
    }),
  ),
});

/** Every statement that allows something: in roles, managed policies, and the policies of buckets, queues and keys. */
export const allowed = ({ Properties }: Resource) => {
  const inline = z.array(z.object({ PolicyDocument: Policy })).parse(Properties.Policies ?? []);
  const own = [Properties.PolicyDocument, Properties.KeyPolicy, Properties.RepositoryPolicyText];
  const policies = [
    ...inline.map(({ PolicyDocument }) => PolicyDocument),
    ...own.filter((policy) => policy !== undefined).map((policy) => Policy.parse(policy)),
  ];
  return policies.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === 'Allow');
};
