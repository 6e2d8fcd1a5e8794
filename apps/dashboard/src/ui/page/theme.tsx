/** Light, dark, or as the system has it. Remembered in this browser. */
import { useEffect, useState, useSyncExternalStore } from 'react';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const KEY = 'parallax-theme';
const WORDS: Record<Theme, string> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(stored);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(KEY, theme);
    listeners.forEach((listen) => {
      listen();
    });
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  return (
    <button
      type="button"
      className="theme"
      onClick={() => setTheme(next)}
      title={`Theme: ${WORDS[theme]}. Click for ${WORDS[next]}.`}
    >
      <span aria-hidden="true">{theme === 'dark' ? '●' : theme === 'light' ? '○' : '◐'}</span>{' '}
      <span className="sr">Theme: </span>
      {WORDS[theme]}
    </button>
  );
}

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === value) ?? 'auto';
}

const listeners = new Set<() => void>();

/** "light" or "dark" as shown now; what is drawn on a canvas is drawn again when it changes. */
export function useShade(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, shade);
}

function subscribe(listen: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', listen);
  listeners.add(listen);
  return () => {
    media.removeEventListener('change', listen);
    listeners.delete(listen);
  };
}

function shade(): 'light' | 'dark' {
  const theme = document.documentElement.dataset['theme'];
  if (theme === 'light' || theme === 'dark') return theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The colour of a CSS variable as "rgb(...)", for canvases. */
export function cssColour(variable: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
