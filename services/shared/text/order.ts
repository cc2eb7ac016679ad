// The order of a course: as people count, so that lesson 2 comes before lesson 10. The same on every machine.

const collator = new Intl.Collator('en', { numeric: true });

/** Of two keys or paths; those that people take for the same are told apart by their code units. */
export const inOrder = (a: string, b: string): number =>
  collator.compare(a, b) || (a < b ? -1 : Number(a > b));
