// The status of an execution of the state machine, on AWS and on one machine.

export type Execution = {
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  cause?: string;
};
