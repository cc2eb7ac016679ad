// Finds the words most similar to a mistyped one, for "Did you mean …?". For up to a hundred candidates.

const SUGGESTIONS = 3;

export const nearest = (word: string, candidates: readonly string[]): string[] =>
  candidates
    .map((candidate) => ({ candidate, distance: candidate.includes(word) ? 0 : distance(word, candidate) }))
    // With more than half of the letters different, it is another word.
    .filter(({ candidate, distance }) => distance <= Math.max(word.length, candidate.length) / 2)
    .sort((a, b) => a.distance - b.distance || a.candidate.length - b.candidate.length)
    .slice(0, SUGGESTIONS)
    .map(({ candidate }) => candidate);

const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = at(row, j) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, at(row, j + 1) + 1, at(next, j) + 1));
    }
    row = next;
  }
  return at(row, to.length);
};

const at = (row: number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
