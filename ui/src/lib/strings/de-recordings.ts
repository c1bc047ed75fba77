import type { recordings as english } from './en-recordings';
import type { Entry } from './translate';

/** Deutsch, für Aufnahmen bei einer Frage. */
export const recordings: Record<keyof typeof english, Entry> = {
  'recordings.again': 'Noch einmal anhören',
  'recordings.cancel': '„{name}“ abbrechen',
  'recordings.copy': 'Mitschrift kopieren',
  'recordings.copying': 'Wird übergeben …',
  'recordings.correct': 'Berichtigen, was bei {time} gesagt wurde',
  'recordings.corrected': 'Von Ihnen berichtigt',
  'recordings.empty': '„{name}“ ist leer. Wählen Sie eine andere Aufnahme.',
  'recordings.export': 'Exportieren',
  'recordings.exported': 'Exportiert nach {path}',
  'recordings.formSrt': 'Untertitel (.srt)',
  'recordings.formTxt': 'Text (.txt)',
  'recordings.formVtt': 'Untertitel fürs Web (.vtt)',
  'recordings.grows': 'Was gesagt wurde, erscheint hier, sobald es gehört ist.',
  'recordings.hearing': 'Wird angehört: {done} von {all}',
  'recordings.hearingSome': 'Wird angehört: {done}',
  'recordings.keptNote': 'Auf diesem Gerät angehört. Aufbewahrt wird nur die Mitschrift, nicht der Ton.',
  'recordings.missing': 'nicht vollständig',
  'recordings.missingNote': 'Diese Aufnahme endet zu früh. Angehört wurde, was da ist.',
  'recordings.noModel': 'Nicht angehört: Es ist kein Modell installiert, das aus Sprache Text macht',
  'recordings.notBegun':
    '„{name}“ wurde nicht angehängt. Sehen Sie in den Einstellungen nach, ob die Sprachfunktion eingeschaltet ist. ({reason})',
  'recordings.notExported': 'Die Mitschrift wurde nicht exportiert. {reason}',
  'recordings.notHeard': 'Nicht angehört',
  'recordings.notHeardWhy': 'Nicht angehört: {reason}',
  'recordings.notRecording':
    '„{name}“ wurde nicht angehängt: Es ist beschädigt oder keine Aufnahme, die sich hier anhören lässt. WAV, MP3, M4A, OGG (Vorbis) und FLAC gehen. ({reason})',
  'recordings.partlyHeard': 'zum Teil angehört',
  'recordings.question': {
    one: 'Was wird in dieser Aufnahme gesagt?',
    other: 'Was wird in diesen Aufnahmen gesagt?',
  },
  'recordings.questionBoth': 'Was ist hier zu sehen und zu hören?',
  'recordings.said': 'Was gesagt wurde',
  'recordings.silent': 'In dieser Aufnahme spricht niemand',
  'recordings.text': 'Text dieser Stelle',
  'recordings.tooLarge':
    '„{name}“ ist größer als {size}; mehr wird nicht angehört. Teilen Sie sie, oder speichern Sie sie als MP3.',
  'recordings.unnamed': 'Aufnahme',
  'recordings.waiting': 'Wartet darauf, angehört zu werden …',
  'recordings.words': { one: '{count} Wort', other: '{count} Wörter' },
};
