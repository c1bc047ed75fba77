/** English, for the pages beside the conversation. */
export const pages = {
  'models.facts': '{size} · {licence}',
  'models.install': 'Install',
  'models.loading': 'Loading models',
  'models.progress': 'Installing {name}',
  'models.progressBytes': '{done} of {total}',
  'models.speed': '{rate} tokens/s on this device',
  'models.tryAgain': 'Try again',
  'phase.checking': 'Checking disk and sources.',
  'phase.converting': 'Converting.',
  'phase.done': 'Done.',
  'phase.downloading': 'Downloading.',
  'phase.joining': 'Putting the parts together.',
  'phase.verifying': 'Comparing with the published hash.',

  'onboarding.back': 'Back',
  'onboarding.model': 'A model of your own',
  'onboarding.modelMeanwhile': 'Another model can answer until it is here.',
  'onboarding.modelNote':
    'Attune answers with a model that runs on this device. It is fetched once and checked against its published hash.',
  'onboarding.modelReady': 'Installed and ready.',
  'onboarding.name': 'What should Attune call you?',
  'onboarding.nameExample': 'Your first name is enough',
  'onboarding.next': 'Continue',
  'onboarding.privacy': 'What stays on this device',
  'onboarding.privacyNote':
    'You decide where your words go, and you can always see where an answer was made.',
  'onboarding.progress': 'Step {step} of {count}',
  'onboarding.skip': 'Skip',
  'onboarding.start': 'Start',
  'onboarding.who': 'Welcome to Attune',
  'onboarding.whoNote':
    'The same question deserves different answers for different people. Choose the role you usually ask in; you can change it for every question.',
  'privacy.leaves': 'Only by a path you can see',
  'privacy.leavesNote':
    'Nothing is sent to a remote model unless you connect one and choose it. Such answers are marked, and every departure is recorded.',
  'privacy.leavesNow':
    'A remote provider is set up to answer. Its answers are marked, and every departure is recorded. You can choose the model on this device instead.',
  'privacy.managedNote': 'Some settings are set by your company. They are marked with who set them.',
  'privacy.stays': 'Questions, answers and what is learned',
  'privacy.staysNote': 'They are stored on this device, in your own profile.',
  'privacy.temporary': 'Temporary chats',
} as const;
