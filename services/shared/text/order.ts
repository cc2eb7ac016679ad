// The order of a course: natural, so that lesson 2 comes before lesson 10, and the same on every machine.

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Compares keys or paths, folder by folder: what is in one folder stays together, and files stand among the folders beside
 * them by their names. Parts that are equal in natural order are compared by code units.
 */
export const inOrder = (a: string, b: string): number => {
  const others = b.split('/');
  for (const [depth, part] of a.split('/').entries()) {
    const other = others[depth];
    if (other === undefined) return 1;
    const difference = collator.compare(part, other) || (part < other ? -1 : Number(part > other));
    if (difference !== 0) return difference;
  }
  return a.length < b.length ? -1 : 0;
};
