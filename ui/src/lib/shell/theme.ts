export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const KEPT = 'attune.theme';

/** Puts a theme on the page, and keeps it so that the next window opens in it without a flash. */
export function applyTheme(choice: ThemeChoice, systemIsDark: boolean): void {
  const theme: Theme = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEPT, choice);
}

/** The theme of the last window, until the settings were read. */
export function keptTheme(): ThemeChoice {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
