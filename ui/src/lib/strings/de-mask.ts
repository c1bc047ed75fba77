import type { mask as english } from './en-mask';
import type { Entry } from './translate';

/** Deutsch, für Verdecken und Schwärzen, bevor etwas hinausgeht. */
export const mask: Record<keyof typeof english, Entry> = {
  'mask.add': 'Bereich hinzufügen',
  'mask.apply': { one: '{count} Bereich schwärzen', other: '{count} Bereiche schwärzen' },
  'mask.found': { one: '{count} Kennung gefunden', other: '{count} Kennungen gefunden' },
  'mask.foundAll': { one: 'Schwärzen', other: 'Alle {count} schwärzen' },
  'mask.foundOne': 'Schwärzen',
  'mask.foundOneLabel': '{kind} {text} schwärzen',
  'mask.hint':
    'Ziehen Sie Bereiche über das, was niemand sehen soll. Was geschwärzt ist, ist fort: aus dem Bild, aus seiner Vorschau und aus dem Gelesenen, auch aus Zeilen, die Sie berichtigt haben.',
  'mask.keys':
    'Die Pfeiltasten verschieben einen Bereich, mit der Umschalttaste ändern sie seine Größe. Die Eingabetaste lässt ihn dort, Entf entfernt ihn.',
  'mask.kind.address': 'Anschrift',
  'mask.kind.card': 'Kartennummer',
  'mask.kind.email': 'E-Mail-Adresse',
  'mask.kind.iban': 'IBAN',
  'mask.kind.name': 'Name',
  'mask.kind.national_id': 'Ausweisnummer',
  'mask.kind.password': 'Passwort',
  'mask.kind.phone': 'Telefonnummer',
  'mask.kind.private_key': 'Privater Schlüssel',
  'mask.kind.token': 'Schlüssel',
  'mask.parts': { one: '{count} heikle Stelle gefunden', other: '{count} heikle Stellen gefunden' },
  'mask.region': 'Bereich {number}: {left} von links, {top} von oben, {width} breit, {height} hoch',
  'mask.title': 'Teile schwärzen',
  'mask.undo': 'Rückgängig',
  'mask.working': 'Geschwärzt. Was übrig ist, wird gelesen …',
  'mask.always': 'Immer verdecken',
  'mask.asItIs': 'So senden',
  'mask.cover': 'Verdecken',
  'mask.namesToo': {
    one: 'Auch den Namen verdecken',
    other: 'Auch die {count} Namen und Anschriften verdecken',
  },
  'mask.offer': {
    one: '{count} Angabe verließe dieses Gerät unverdeckt',
    other: '{count} Angaben verließen dieses Gerät unverdeckt',
  },
  'mask.offerNote':
    'Es ist noch nichts gesendet. Für Verdecktes liest der Anbieter einen Platzhalter; in der Antwort steht es wieder da.',
  'mask.place.attachment': 'neben Ihrer Frage gelesen',
  'mask.place.earlier': 'hier früher gesagt',
  'mask.place.memory': 'gemerkt',
  'mask.place.question': 'in Ihrer Frage',
};
