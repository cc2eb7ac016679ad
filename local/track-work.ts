// Keeps track of work that goes on after its call, so that whoever closes an account can wait for it.

/** Remembers work until it has ended: a step that is aborted still removes its scratch folder. */
export const trackWork = () => {
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    const forget = () => void running.delete(work);
    running.add(work);
    work.then(forget, forget);
    return work;
  };
  /** Work may have started other work. */
  const settled = async () => {
    while (running.size > 0) await Promise.allSettled(running);
  };
  return { track, settled };
};
