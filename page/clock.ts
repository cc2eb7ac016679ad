// Times and lengths as people read them on a player: a time is where its second begins, a length is rounded.

/** 83.2 s is 1:23, and 3,723 s is 1:02:03. */
export const clock = (seconds: number): string => {
  const whole = Math.floor(Math.max(0, seconds));
  const digits = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${digits(minutes)}:${digits(whole % 60)}` : `${minutes}:${digits(whole % 60)}`;
};

const LONGEST_IN_SECONDS = 90;

/** 0.2 s is 1 s, for what is too short to name is there all the same; 754 s is 12:34. */
export const wholeSeconds = (seconds: number): string => {
  const whole = Math.max(1, Math.round(seconds));
  return whole > LONGEST_IN_SECONDS ? clock(whole) : `${whole} s`;
};
