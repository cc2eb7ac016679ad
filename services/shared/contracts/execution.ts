// How an execution of the state machine stands, on AWS and on one machine.

export type Execution = {
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  cause?: string;
};
