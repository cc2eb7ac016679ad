// Errors of a simulated call, by their names in the ASL.
export type SimulatedFault = { state: string; error: string };

/** The error of a call that Lambda refused. */
export const THROTTLED = 'Lambda.TooManyRequestsException';

/** An execution with a full history fails without a Catch. */
export const HISTORY_FULL = 'HistoryFull';

export const named = (name: string): Error => Object.assign(new Error(name), { name });
