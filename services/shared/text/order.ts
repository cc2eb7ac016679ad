// The order of a course: natural, so that lesson 2 comes before lesson 10, and the same on every machine.

const collator = new Intl.Collator('en', { numeric: true });

/** Compares keys or paths; equal ones in natural order are compared by code units. */
export const inOrder = (a: string, b: string): number =>
  collator.compare(a, b) || (a < b ? -1 : Number(a > b));
