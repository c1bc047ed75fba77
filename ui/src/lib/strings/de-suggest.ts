import type { suggest as english } from './en-suggest';
import type { Entry } from './translate';

/** Deutsch, für das, was jemandem vorgeschlagen wird, und warum. */
export const suggest: Record<keyof typeof english, Entry> = {
  'suggest.title': 'Vorschläge',
  'suggest.came': { one: '{count} Vorschlag', other: '{count} Vorschläge' },
  'suggest.dismiss': '„{title}“ verwerfen',
  'suggest.dismissed': 'Verworfen.',
  'suggest.dismissThis': 'Verwerfen',
  'suggest.failed': 'Das ließ sich nicht festhalten. {reason}',
  'suggest.less': 'Weniger davon',
  'suggest.lessDone': 'Notiert: Davon kommt künftig weniger.',
  'suggest.menu': 'Mehr zu „{title}“',

  'suggest.unfinished': 'Weiter mit „{text}“',
  'suggest.followUp': '„{text}“',
  'suggest.topic': 'Ein Überblick zu „{text}“',
  'suggest.week': 'Auf Ihre Woche zurückblicken',

  'suggest.onDay': 'am {day}',
  'suggest.today': 'heute',
  'suggest.tomorrow': 'morgen',
  'suggest.yesterday': 'gestern',

  'suggest.why.appointment': 'Es ist {day}, wie Sie {said} gesagt haben.',
  'suggest.why.appointmentPast': 'Es war {day}, wie Sie {said} gesagt haben.',
  'suggest.why.askedBack': 'Sie wurden {day} etwas gefragt und haben nicht geantwortet.',
  'suggest.why.cutOff': 'Die Antwort {day} brach ab.',
  'suggest.why.deadline': 'Fällig {day}, wie Sie {said} gesagt haben.',
  'suggest.why.deadlinePast': 'War {day} fällig, wie Sie {said} gesagt haben.',
  'suggest.why.often': 'Danach haben Sie in den letzten vier Wochen {times} Mal an {days} Tagen gefragt.',
  'suggest.why.putOff': 'Sie haben {day} gesagt, dass Sie später weitermachen.',
  'suggest.why.remind': 'Sie wollten {day} darauf zurückkommen.',
  'suggest.why.step': 'Schritt {at} von {of} Ihrer ersten Wochen.',
  'suggest.why.takenUp': 'Sie haben {accepted} von {of} solchen Vorschlägen aufgegriffen.',
  'suggest.why.unanswered': 'Sie haben {day} gefragt und es offen gelassen.',
  'suggest.why.week': {
    one: 'Sie hatten {count} Gespräch in den letzten sieben Tagen.',
    other: 'Sie hatten {count} Gespräche in den letzten sieben Tagen.',
  },

  'settings.suggestions': 'Vorschläge',
  'settings.suggestionsADay': 'Höchstens so viele Vorschläge am Tag',
  'settings.suggestionsADayNote': 'Von 1 bis 9.',
  'settings.suggestionsFrom': 'Ruhe ab',
  'settings.suggestionsFromNote': 'Ab dann wird nichts vorgeschlagen. Leer gelassen, gibt es keine Ruhezeit.',
  'settings.suggestionsShow': 'Vorschlagen, was als Nächstes ansteht',
  'settings.suggestionsShowNote':
    'Auf der Seite einer neuen Unterhaltung: offene Fäden, Tage, die Sie genannt haben, Themen, nach denen Sie immer wieder fragen. Jeder Vorschlag sagt, warum er da ist; was Sie verwerfen, wird gelernt. Nichts wird je von selbst gefragt.',
  'settings.suggestionsUntil': 'Ruhe bis',
  'settings.suggestionsUntilNote': 'Ab dann kann es wieder Vorschläge geben.',
};
