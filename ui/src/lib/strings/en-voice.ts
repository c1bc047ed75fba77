/** English, for speaking instead of writing. */
export const voice = {
  'voice.finishing': 'Understanding the last words…',
  'voice.listening': 'Listening…',
  'voice.noModel': 'Speech needs a model that runs on this device.',
  'voice.nothing': 'Nothing was heard.',
  'voice.openModels': 'Open models',
  'voice.opening': 'Opening the microphone…',
  'voice.speak': 'Speak',
  'voice.stop': 'Stop listening',
  'voice.wait': 'One moment',

  'settings.voice': 'Voice',
  'settings.voiceHotkey': 'Hotkey to speak',
  'settings.voiceHotkeyNote':
    'Press it to begin and again to end, or hold it while you speak, wherever you are.',
  'settings.voiceLanguage': 'Language that you speak',
  'settings.voiceLanguageAuto': 'Find out',
  'settings.voiceLanguageNote': 'Naming it makes short sentences more certain.',
  'settings.voiceMicrophone': 'Microphone',
  'settings.voiceMicrophoneDefault': 'As the system says',
  'settings.voiceMicrophoneGone': 'Not plugged in',
  'settings.voiceMicrophoneNote': 'Where it is not plugged in, the system chooses.',
  'settings.voiceSend': 'Send at once what was said',
  'settings.voiceSendNote': 'Otherwise it stands in the composer, to be read and sent.',
  'settings.voiceUse': 'Speak to Attune',
  'settings.voiceUseNote':
    'What you say becomes text on this device. The sound is never stored and never leaves it.',
} as const;
