import type { images as english } from './en-images';
import type { Entry } from './translate';

/** Deutsch, für Bilder bei einer Frage und für alles, was dort stehen kann. */
export const images: Record<keyof typeof english, Entry> = {
  'images.actualSize': 'Originalgröße',
  'images.again': 'Noch einmal lesen',
  'images.alt': '{name}: zeigt vermutlich {tags}',
  'images.codes': { one: '{count} Code gelesen', other: '{count} Codes gelesen' },
  'images.codesLabel': 'Strichcodes und QR-Codes',
  'images.copyCode': 'Inhalt des Codes kopieren',
  'images.corrected': 'Von Ihnen berichtigt',
  'images.drop': 'Legen Sie Bilder oder Aufnahmen hier ab, um nach ihnen zu fragen',
  'images.dropNote': 'Sie werden auf diesem Gerät gelesen und angehört.',
  'images.editHint': 'Berichtigen Sie, was falsch gelesen wurde: Die Antwort richtet sich nach diesem Text.',
  'images.ended': '{name}: {outcome}',
  'images.fit': 'Ganzes Bild',
  'images.label': 'Bei Ihrer Frage',
  'images.loading': 'Das Bild wird geladen',
  'images.noModel': 'Nicht gelesen: Es ist kein Modell installiert, das Bilder liest',
  'images.noText': 'Kein Text gefunden',
  'images.notImage':
    '„{name}“ lässt sich nicht anhängen: nur Bilder (PNG, JPEG, WebP, GIF, BMP oder TIFF) und Aufnahmen (WAV, MP3, M4A, OGG oder FLAC).',
  'images.notRead': 'Nicht gelesen',
  'images.notReadWhy': 'Nicht gelesen: {reason}',
  'images.notSaved': 'Was Sie berichtigt haben, wurde nicht gespeichert. {reason}',
  'images.question': { one: 'Was steht auf diesem Bild?', other: 'Was steht auf diesen Bildern?' },
  'images.reading': 'Wird gelesen …',
  'images.refused': '„{name}“ wurde nicht angehängt. {reason}',
  'images.remove': '„{name}“ entfernen',
  'images.save': 'Speichern',
  'images.show': '„{name}“ zeigen',
  'images.size': 'Größe des Bildes',
  'images.tags': 'Zeigt vermutlich',
  'images.text': 'Was gelesen wurde',
  'images.tooLarge':
    '„{name}“ ist größer als {size}; mehr wird nicht gelesen. Verkleinern Sie es, oder schneiden Sie einen Teil aus.',
  'images.tooMany': {
    one: 'Zu einer Frage gehört höchstens {count} Bild oder {count} Aufnahme.',
    other: 'Zu einer Frage gehören höchstens {count} Bilder und Aufnahmen.',
  },
  'images.unnamed': 'Eingefügtes Bild',
  'images.unreadable':
    '„{name}“ ließ sich nicht öffnen. Sehen Sie nach, ob es noch da ist und gelesen werden darf.',
  'images.words': { one: '{count} Wort gelesen', other: '{count} Wörter gelesen' },
  'images.waiting': 'Wird gesendet, sobald alles dabei gelesen ist. Drücken, um nicht mehr zu warten',
};
