import type { voice as english } from './en-voice';
import type { Entry } from './translate';

/** Deutsch, für das Sprechen statt Schreiben. */
export const voice: Record<keyof typeof english, Entry> = {
  'voice.finishing': 'Die letzten Worte werden verstanden …',
  'voice.listening': 'Hört zu …',
  'voice.noModel': 'Zum Sprechen fehlt ein Modell, das auf diesem Gerät läuft.',
  'voice.nothing': 'Es war nichts zu hören.',
  'voice.openModels': 'Modelle öffnen',
  'voice.opening': 'Das Mikrofon wird geöffnet …',
  'voice.speak': 'Sprechen',
  'voice.stop': 'Nicht mehr zuhören',
  'voice.wait': 'Einen Augenblick',

  'settings.voice': 'Sprache und Stimme',
  'settings.voiceHotkey': 'Taste zum Sprechen',
  'settings.voiceHotkeyNote':
    'Drücken beginnt, noch einmal drücken beendet; oder halten Sie sie, solange Sie sprechen, wo immer Sie sind.',
  'settings.voiceLanguage': 'Sprache, die Sie sprechen',
  'settings.voiceLanguageAuto': 'Herausfinden',
  'settings.voiceLanguageNote': 'Ist sie genannt, werden kurze Sätze sicherer verstanden.',
  'settings.voiceMicrophone': 'Mikrofon',
  'settings.voiceMicrophoneDefault': 'Wie das System es sagt',
  'settings.voiceMicrophoneGone': 'Nicht angeschlossen',
  'settings.voiceMicrophoneNote': 'Ist es nicht angeschlossen, wählt das System.',
  'settings.voiceSend': 'Gesagtes sofort senden',
  'settings.voiceSendNote': 'Sonst steht es im Eingabefeld, zum Lesen und Senden.',
  'settings.voiceUse': 'Mit Attune sprechen',
  'settings.voiceUseNote':
    'Was Sie sagen, wird auf diesem Gerät zu Text. Der Ton wird nie gespeichert und verlässt es nie.',
};
