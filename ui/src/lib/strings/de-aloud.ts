import type { aloud as english } from './en-aloud';
import type { Entry } from './translate';

/** Deutsch, für das Vorlesen von Antworten. */
export const aloud: Record<keyof typeof english, Entry> = {
  'aloud.read': 'Vorlesen',
  'aloud.stop': 'Nicht weiter vorlesen',
  'settings.aloud': 'Antworten vorlesen',
  'settings.aloudNote':
    'Unter jeder Antwort steht eine Schaltfläche, die sie mit der Stimme des Systems vorliest.',
};
