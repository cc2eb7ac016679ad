// Language names for people.

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** `de` is German; returns unknown codes unchanged. */
export const nameOfLanguage = (code: string): string => {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
};
