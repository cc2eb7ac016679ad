// Times and lengths as people read them on a player.

/** 83.2 s is 1:23, and 3,723 s is 1:02:03. */
export const clock = (seconds: number): string => {
  const whole = Math.floor(Math.max(0, seconds));
  const digits = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${digits(minutes)}:${digits(whole % 60)}` : `${minutes}:${digits(whole % 60)}`;
};
