// Times and lengths as a player shows them: times are rounded down, lengths to the nearest second.

/** 83.2 s is 1:23, and 3,723 s is 1:02:03. */
export const clock = (seconds: number): string => {
  const whole = Math.floor(Math.max(0, seconds));
  const digits = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${digits(minutes)}:${digits(whole % 60)}` : `${minutes}:${digits(whole % 60)}`;
};

const LONGEST_IN_SECONDS = 90;

/** At least 1 s: 0.2 s is 1 s, and 754 s is 12:34. */
export const wholeSeconds = (seconds: number): string => {
  const whole = Math.max(1, Math.round(seconds));
  return whole > LONGEST_IN_SECONDS ? clock(whole) : `${whole} s`;
};
