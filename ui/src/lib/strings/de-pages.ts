import type { Entry } from './translate';
import type { pages as english } from './en-pages';

/** Deutsch, für die Seiten neben der Unterhaltung. */
export const pages: Record<keyof typeof english, Entry> = {
  'models.facts': '{size} · {licence}',
  'models.install': 'Installieren',
  'models.loading': 'Modelle werden geladen',
  'models.progress': '{name} wird installiert',
  'models.progressBytes': '{done} von {total}',
  'models.speed': '{rate} Tokens/s auf diesem Gerät',
  'models.tryAgain': 'Noch einmal versuchen',
  'phase.checking': 'Datenträger und Quellen werden geprüft.',
  'phase.converting': 'Wird umgewandelt.',
  'phase.done': 'Fertig.',
  'phase.downloading': 'Wird heruntergeladen.',
  'phase.joining': 'Die Teile werden zusammengefügt.',
  'phase.verifying': 'Wird mit der veröffentlichten Prüfsumme verglichen.',

  'onboarding.back': 'Zurück',
  'onboarding.model': 'Ein eigenes Modell',
  'onboarding.modelMeanwhile': 'Bis es da ist, kann ein anderes Modell antworten.',
  'onboarding.modelNote':
    'Attune antwortet mit einem Modell, das auf diesem Gerät läuft. Es wird einmal geholt und mit seiner veröffentlichten Prüfsumme verglichen.',
  'onboarding.modelReady': 'Installiert und bereit.',
  'onboarding.name': 'Wie soll Attune Sie nennen?',
  'onboarding.nameExample': 'Der Vorname genügt',
  'onboarding.next': 'Weiter',
  'onboarding.privacy': 'Was auf diesem Gerät bleibt',
  'onboarding.privacyNote':
    'Sie entscheiden, wohin Ihre Worte gehen, und sehen immer, wo eine Antwort entstanden ist.',
  'onboarding.progress': 'Schritt {step} von {count}',
  'onboarding.skip': 'Überspringen',
  'onboarding.start': 'Beginnen',
  'onboarding.who': 'Willkommen bei Attune',
  'onboarding.whoNote':
    'Dieselbe Frage verdient für verschiedene Menschen verschiedene Antworten. Wählen Sie die Rolle, in der Sie meistens fragen; sie lässt sich für jede Frage ändern.',
  'privacy.leaves': 'Nur auf einem Weg, den Sie sehen',
  'privacy.leavesNote':
    'Nichts geht an ein entferntes Modell, solange Sie keines verbinden und wählen. Solche Antworten sind gekennzeichnet, und alles, was das Gerät verlässt, wird vermerkt.',
  'privacy.leavesNow':
    'Ein entfernter Anbieter ist zum Antworten eingerichtet. Seine Antworten sind gekennzeichnet, und alles, was das Gerät verlässt, wird vermerkt. Sie können stattdessen das Modell auf diesem Gerät wählen.',
  'privacy.managedNote':
    'Manche Einstellungen gibt Ihr Unternehmen vor. Bei ihnen steht, wer sie gesetzt hat.',
  'privacy.stays': 'Fragen, Antworten und Gelerntes',
  'privacy.staysNote': 'Sie liegen auf diesem Gerät, in Ihrem eigenen Profil.',
  'privacy.temporary': 'Temporäre Unterhaltungen',
};
