// A virtual clock that runs events in order of time, without waiting.

export type VirtualClock = {
  now: () => number;
  at: (time: number, happen: () => void) => void;
  run: () => void;
};

type Event = { time: number; order: number; happen: () => void };

/** Events at the same time run in the order in which they were added. */
export const makeClock = (): VirtualClock => {
  const heap: Event[] = [];
  let [time, order] = [0, 0];
  return {
    now: () => time,
    at: (when, happen) => {
      order += 1;
      push(heap, { time: Math.max(when, time), order, happen });
    },
    run: () => {
      for (let next = pop(heap); next; next = pop(heap)) {
        time = next.time;
        next.happen();
      }
    },
  };
};

const isBefore = (one: Event, other: Event): boolean =>
  one.time < other.time || (one.time === other.time && one.order < other.order);

/** A binary heap: the parent of `at` is at `(at - 1) / 2`. */
const push = (heap: Event[], event: Event): void => {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || isBefore(above, event)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = event;
};

const pop = (heap: Event[]): Event | undefined => {
  const first = heap[0];
  const last = heap.pop();
  if (!last || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (!left) break;
    const isRight = right !== undefined && isBefore(right, left);
    const least = isRight ? right : left;
    if (isBefore(last, least)) break;
    heap[at] = least;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = last;
  return first;
};
