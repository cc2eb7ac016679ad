// Where the bytes of a run go: opened by `account.ts`, `machine.ts` or `dry-run.ts`. runs/run-control.ts has who runs it.
import type { S3Client } from '@aws-sdk/client-s3';
import type { PlanTarget } from '../plan/plan.ts';

export type Destination = PlanTarget & {
  /** For messages: `stack transcribe in eu-central-1`, `this machine`. */
  name: string;
  s3: S3Client;
  close: () => Promise<void>;
};
