import type { capture as english } from './en-capture';
import type { Entry } from './translate';

/** Deutsch, für einen Teil des Bildschirms als Bild. */
export const capture: Record<keyof typeof english, Entry> = {
  'capture.file': 'Bilder oder Aufnahmen aus Dateien …',
  'capture.attach': 'Anhängen',
  'capture.hint':
    'Ziehen Sie über den Teil, den Sie zeigen möchten. Oder mit Pfeiltasten: allein verschieben, mit Umschalt die Größe ändern, Eingabe übernimmt. Esc bricht ab.',
  'capture.name': 'Teil des Bildschirms',
  'capture.place': '{size}, {x} von links, {y} von oben',
  'capture.screen': 'Teil des Bildschirms …',
  'capture.size': '{width} × {height}',
  'capture.title': 'Einen Teil des Bildschirms auswählen',
  'settings.capture': 'Teile des Bildschirms anhängen',
  'settings.captureNote':
    'Bei einer Frage lässt sich ein Teil des Bildschirms auswählen und als Bild anhängen. Gelesen wird er auf diesem Gerät.',
};
