// Languages as people call them.

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** `de` is German; what is no language's code is left as it is. */
export const nameOfLanguage = (code: string): string => {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
};
