// Numbers and names for messages.

/** 1.5 MB; in powers of ten, as for disks and S3's bill. */
export const bytes = (count: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  // 999,950 would be rounded to 1000.0 kB.
  const power = units.findIndex((_, index) => count < 999.95 * 1_000 ** index || index === units.length - 1);
  return `${(count / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
};

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const rate = (bytesPerSecond: number): string => `${bytes(bytesPerSecond)}/s`;

/** Never 100 % before the end. */
export const percent = (part: number, whole: number): string =>
  `${whole === 0 || part >= whole ? 100 : Math.max(0, Math.min(99, Math.floor((100 * part) / whole)))} %`;

/** 40 s, 12 min, 3 h 20 min: an estimate is good for two digits. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 90) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
};

/** $1.44; less than a cent keeps two significant digits. */
export const dollars = (amount: number): string => {
  if (amount === 0 || amount >= 0.01) return `$${amount.toFixed(2)}`;
  return `$${amount < 0.0001 ? '0.0001' : Number(amount.toPrecision(2)).toFixed(4)}`;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is meant to match them.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A name from a disk or bucket may contain control sequences, or reverse the text that follows it. */
export const printable = (name: string): string => name.replaceAll(CONTROLS, '?');
