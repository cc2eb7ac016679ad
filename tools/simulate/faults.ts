// What may go wrong in a simulated call, by the words of the ASL.
export type SimulatedFault = { state: string; error: string };

/** How Lambda refuses a call, as the ASL knows it. */
export const THROTTLED = 'Lambda.TooManyRequestsException';

/** An execution whose history is full fails without a Catch. */
export const HISTORY_FULL = 'HistoryFull';

export const named = (name: string): Error => Object.assign(new Error(name), { name });
