/** English, for what is suggested to a person and why. */
export const suggest = {
  'suggest.title': 'Suggestions',
  'suggest.came': { one: '{count} suggestion', other: '{count} suggestions' },
  'suggest.dismiss': 'Dismiss “{title}”',
  'suggest.dismissed': 'Dismissed.',
  'suggest.dismissThis': 'Dismiss',
  'suggest.failed': 'That could not be kept. {reason}',
  'suggest.less': 'Less like this',
  'suggest.lessDone': 'Noted: there will be less like this.',
  'suggest.menu': 'More for “{title}”',

  'suggest.unfinished': 'Go on with “{text}”',
  'suggest.followUp': '“{text}”',
  'suggest.topic': 'An overview of “{text}”',
  'suggest.week': 'Look back at your week',

  'suggest.onDay': 'on {day}',
  'suggest.today': 'today',
  'suggest.tomorrow': 'tomorrow',
  'suggest.yesterday': 'yesterday',

  'suggest.why.appointment': 'It is {day}, as you said {said}.',
  'suggest.why.appointmentPast': 'It was {day}, as you said {said}.',
  'suggest.why.askedBack': 'You were asked something {day} and have not answered.',
  'suggest.why.cutOff': 'The answer {day} broke off.',
  'suggest.why.deadline': 'Due {day}, as you said {said}.',
  'suggest.why.deadlinePast': 'Was due {day}, as you said {said}.',
  'suggest.why.often': 'You asked about this {times} times on {days} days in the last four weeks.',
  'suggest.why.putOff': 'You said {day} that you would go on later.',
  'suggest.why.remind': 'You wanted to come back to this {day}.',
  'suggest.why.step': 'Step {at} of {of} of your first weeks.',
  'suggest.why.takenUp': 'You took up {accepted} of {of} such suggestions.',
  'suggest.why.unanswered': 'You asked {day} and left it open.',
  'suggest.why.week': {
    one: 'You had {count} conversation in the last seven days.',
    other: 'You had {count} conversations in the last seven days.',
  },

  'settings.suggestions': 'Suggestions',
  'settings.suggestionsADay': 'Suggestions a day, at most',
  'settings.suggestionsADayNote': 'From 1 to 9.',
  'settings.suggestionsFrom': 'Quiet from',
  'settings.suggestionsFromNote':
    'From this time on nothing is suggested. Leave it empty for no quiet hours.',
  'settings.suggestionsShow': 'Suggest what to do next',
  'settings.suggestionsShowNote':
    'On the page of a new conversation: threads you left open, days you named, topics you keep asking about. Each says why it is there, and what you dismiss is learned. Nothing is ever asked by itself.',
  'settings.suggestionsUntil': 'Quiet until',
  'settings.suggestionsUntilNote': 'From this time on there may be suggestions again.',
} as const;
