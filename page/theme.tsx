// Switches between light and dark; follows the system until the user chooses.
import { useState } from 'preact/hooks';
import { keep, recall } from './memory.ts';

const THEMES = ['auto', 'light', 'dark'];
const LABELS: Record<string, string> = {
  auto: 'Colours: system',
  light: 'Colours: light',
  dark: 'Colours: dark',
};
const SIGNS: Record<string, string> = { auto: '◐', light: '☀', dark: '☾' };
const KEY = 'theme';

const current = (): string => recall(KEY) ?? 'auto';

export const showTheme = (theme = current()): void => {
  document.documentElement.dataset.theme = theme;
};

export const ThemeButton = () => {
  const [theme, setTheme] = useState(current);
  const change = (): void => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    keep(KEY, next);
    showTheme(next);
    setTheme(next);
  };
  return (
    <button type="button" class="quiet" onClick={change} aria-label={LABELS[theme]} title={LABELS[theme]}>
      <span aria-hidden="true">{SIGNS[theme]}</span>
    </button>
  );
};
