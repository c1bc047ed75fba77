import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';

/**
 * Resolves when the text of the window can be set in its own font. Text that is laid out before is laid out
 * twice, and the first time the system is asked for a substitute, which takes as long as the rest of the frame.
 */
export async function textFont(): Promise<void> {
  // A font that cannot be had leaves the substitute.
  await document.fonts.load("1rem 'Inter Variable'").catch(() => undefined);
}
