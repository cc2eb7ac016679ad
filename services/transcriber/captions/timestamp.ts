// Times of captions: 3723.045 s is 01:02:03,045 in SRT and 01:02:03.045 in VTT.

export const timestamp = (seconds: number, mark: ',' | '.'): string => {
  // Rounded as a whole first: rounded alone, 0.9996 s would become 00:00:00,1000.
  const total = Math.round(seconds * 1_000);
  const parts = [total / 3_600_000, (total / 60_000) % 60, (total / 1_000) % 60].map((part) =>
    digits(part, 2),
  );
  return `${parts.join(':')}${mark}${digits(total % 1_000, 3)}`;
};

const digits = (value: number, count: number): string => String(Math.floor(value)).padStart(count, '0');

/** For people: 754.2 s is 00:12:34. */
export const clock = (seconds: number): string => timestamp(seconds, '.').slice(0, -4);
