/** The colour of a role as CSS. A hue is a token's name from data, so anything else is left out. */
export function roleTint(hue: string | undefined): string | undefined {
  return hue !== undefined && /^[a-z][a-z-]*$/.test(hue) ? `var(--${hue}, var(--ink-3))` : undefined;
}
