/** English, for answers that are read aloud. */
export const aloud = {
  'aloud.read': 'Read aloud',
  'aloud.stop': 'Stop reading',
  'settings.aloud': 'Read answers aloud',
  'settings.aloudNote': 'Under each answer stands a button that reads it aloud with the voice of the system.',
} as const;
