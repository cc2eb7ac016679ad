// Parses the values of flags. Throws an InvalidArgumentError, which commander puts into a sentence.
import { InvalidArgumentError } from 'commander';

export const positive = (value: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(value))
    throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
  return Number(value);
};

export const notEmpty = (value: string): string => {
  if (value === '') throw new InvalidArgumentError('It must not be empty.');
  return value;
};

export const collect = (value: string, before: string[] = []): string[] => [...before, notEmpty(value)];

const POWERS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Any slower, a connection would count as stalled before a part is sent. */
const LEAST_BYTES_PER_SECOND = 10_000;

/** Bytes per second, from `500k`, `50M`, `1.5MB/s` or `50Mbit`. */
export const bandwidth = (value: string): number => {
  const [, number = '', power = '', unit = ''] =
    /^(\d+(?:\.\d+)?)([kmg]?)(b|bit)?(?:\/s|ps)?$/i.exec(value.trim()) ?? [];
  const bytes = (Number(number) * (POWERS[power.toLowerCase()] ?? Number.NaN)) / (/bit/i.test(unit) ? 8 : 1);
  if (number === '' || !Number.isFinite(bytes))
    throw new InvalidArgumentError(
      'It must be in bytes per second, like 500k or 50M, or in bits, like 50Mbit.',
    );
  if (bytes < LEAST_BYTES_PER_SECOND) throw new InvalidArgumentError('It must be at least 10k.');
  return bytes;
};
