/** A clock that stands still until `pass` is called. */
export const stoppedClock = () => {
  let at = 0;
  return {
    now: () => at,
    pass: (ms: number) => {
      at += ms;
    },
  };
};
