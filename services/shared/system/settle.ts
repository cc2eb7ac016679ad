// Like Promise.all, but waits for all of them, even if one fails: none may run on after its step.

/** @throws what the first of them in the list threw, of those that failed. */
export const settle = async <T extends readonly unknown[] | []>(promises: T) => {
  await Promise.allSettled(promises);
  return Promise.all(promises);
};
