// Where the bytes of a run go. `account.ts`, `machine.ts` and `dry-run.ts` open one each; who runs it is runs/run-control.ts's.
import type { S3Client } from '@aws-sdk/client-s3';
import type { PlanTarget } from '../plan/plan.ts';

export type Destination = PlanTarget & {
  /** For people: `stack transcribe in eu-central-1`, `this machine`. */
  name: string;
  s3: S3Client;
  close: () => Promise<void>;
};
