import type { insights as english } from './en-insights';
import type { Entry } from './translate';

/** Deutsch, für die Seite, die zeigt, was Attune über jemanden weiß. */
export const insights: Record<keyof typeof english, Entry> = {
  'insights.note':
    'Alles hier wurde auf diesem Gerät gelernt und bleibt darauf. Sie können alles berichtigen, exportieren oder löschen.',
  'insights.noteSince': {
    one: 'Auf diesem Gerät aus {count} bewerteten Antwort gelernt, am {date}. Sie können alles berichtigen, exportieren oder löschen.',
    other:
      'Auf diesem Gerät aus {count} bewerteten Antworten seit {date} gelernt. Sie können alles berichtigen, exportieren oder löschen.',
  },
  'insights.chart': 'Als Diagramm zeigen',
  'insights.loading': 'Gelerntes wird geladen',
  'insights.table': 'Als Tabelle zeigen',
  'insights.tableRegion': 'Tabelle: {title}',
  'insights.tableOf': 'Als Tabelle zeigen: {title}',
  'insights.chartOf': 'Als Diagramm zeigen: {title}',

  'preference.title': 'Wie Sie Antworten mögen',
  'preference.note': 'Wie wahrscheinlich jede Wahl in der nächsten Antwort ist, und was sie Ihnen wert ist.',
  'preference.none':
    'In dieser Rolle wurde noch nichts bewertet: Ihre Antworten beginnen im Stil der Rollenvorlage.',
  'preference.of': {
    one: 'Aus {count} bewerteten Antwort in dieser Rolle gelernt; wo es wenige sind, auch aus den anderen Rollen.',
    other:
      'Aus {count} bewerteten Antworten in dieser Rolle gelernt; wo es wenige sind, auch aus den anderen Rollen.',
  },
  'preference.role': 'Rolle',
  'preference.probability': 'In der nächsten Antwort',
  'preference.probabilitySum': 'Am wahrscheinlichsten in der nächsten Antwort für {role}: {values}.',
  'preference.probabilityPart': '{dimension} {value} mit {share}',
  'preference.worthHint':
    'Bewertungen lagen höher (rechts) oder tiefer (links) als bei der mittleren Wahl; die Linie fasst 9 von 10.',
  'preference.worthSum':
    'Wert jeder Wahl für {role} mit dem Bereich, der neun von zehn fasst. Am besten: {values}.',
  'preference.worthPart': '{dimension} {value} {worth} ± {spread}',
  'preference.worthLess': '← weniger wert',
  'preference.worthMore': 'mehr wert →',
  'preference.fixed': 'fest',
  'preference.fixedNote':
    '{dimensions}: durch die Rolle oder Ihre Einstellungen festgelegt, darum wird dazu nichts gelernt.',
  'preference.column.dimension': 'Merkmal',
  'preference.column.value': 'Wahl',
  'preference.column.probability': 'Wahrscheinlichkeit',
  'preference.column.worth': 'Wert',
  'preference.column.spread': 'Unsicherheit (9 von 10)',

  'worth.title': 'Lohnt es sich?',
  'worth.note':
    'Was angepasste Antworten brachten, neben dem, was einfache gebracht hätten. −1 ist eine schlechte Antwort, +1 eine gute.',
  'worth.few': {
    one: 'Bisher {count} bewertete Antwort. Ab {enough} werden hier angepasste mit einfachen Antworten verglichen; weniger zeigten nur den Zufall.',
    other:
      'Bisher {count} bewertete Antworten. Ab {enough} werden hier angepasste mit einfachen Antworten verglichen; weniger zeigten nur den Zufall.',
  },
  'worth.fewTitle': 'Noch zu früh',
  'worth.progress': '{count} von {enough} bewerteten Antworten',
  'worth.better':
    'Das Anpassen lohnt sich: Angepasste Antworten bringen {gain} mehr, als einfache brächten, plus oder minus {spread}.',
  'worth.worse':
    'Das Anpassen lohnt sich bisher nicht: Einfache Antworten hätten {gain} mehr gebracht, plus oder minus {spread}. Unten können Sie das Lernen Ihres Stils zurücksetzen oder abschalten.',
  'worth.open':
    'Das lässt sich noch nicht sagen: Der Unterschied von {gain} ist kleiner als seine Unsicherheit von {spread}.',
  'worth.figures':
    '{count} bewertete Antworten brachten im Mittel {earned} ± {earnedSpread}. Einfache hätten etwa {plain} ± {plainSpread} gebracht.',
  'worth.how': 'Wie das geschätzt wurde',
  'worth.howRobust':
    'Einfache Antworten, die nie geschrieben wurden, hat niemand bewertet. Sie werden darum doppelt robust geschätzt: Ein Modell Ihrer Bewertungen sagt, was eine einfache Antwort gebracht hätte, und Antworten, die zufällig einfach waren, berichtigen es, jede umso mehr, je unwahrscheinlicher sie war. Die Schätzung stimmt, wenn das Modell oder die Wahrscheinlichkeiten stimmen.',
  'worth.howPropensity':
    'Nach den Wahrscheinlichkeiten allein (inverse Propensität) hätten einfache Antworten {mean} ± {spread} gebracht: schlichter und meist unsicherer.',
  'worth.howSpread':
    'Hinter ± steht die Hälfte eines Bereichs, der das wahre Mittel in neun von zehn Fällen fasst. Die Bänder im Diagramm zeigen dasselbe für alle Antworten bis dahin.',
  'worth.adapted': 'Angepasst',
  'worth.plain': 'Einfach, geschätzt',
  'worth.axisCount': 'bewertete Antworten',
  'worth.summary':
    'Mittel dessen, was Antworten brachten, über {count} Bewertungen: angepasst {earned}, einfach nach Schätzung {plain}.',
  'worth.column.count': 'Antworten',
  'worth.column.date': 'Datum',
  'worth.column.earned': 'Angepasst',
  'worth.column.plain': 'Einfach, geschätzt',
  'worth.range': '{mean} ({low} bis {high})',

  'interests.title': 'Woran Sie arbeiten',
  'interests.note': 'Ähnliche Fragen stehen nah beieinander; ein größerer Kreis zählt zurzeit mehr.',
  'interests.empty': 'Noch nichts zu zeigen. Die Karte wächst mit Ihren Fragen.',
  'interests.known': 'Bisher bekannt: {share}',
  'interests.knownNote': {
    one: 'aus {turns} Frage, die noch zählt; ältere zählen weniger',
    other: 'aus {turns} Fragen, die noch zählen; ältere zählen weniger',
  },
  'interests.summary': 'Karte Ihrer Interessen. Die größten zuerst: {labels}.',
  'interests.column.label': 'Interesse',
  'interests.column.kind': 'Art',
  'interests.column.weight': 'Zählt',
  'interests.column.at': 'Zuletzt',
  'interests.kind.prototype': 'Gebiet',
  'interests.kind.question': 'Frage',
  'interests.key.prototype': 'Interessengebiet',
  'interests.key.question': 'Eine Frage',

  'topics.title': 'Themen im Verlauf',
  'topics.note': 'Welchen Anteil an Ihren Fragen jedes Thema hatte, Woche für Woche.',
  'topics.empty': 'Noch nichts zu zeigen. Themen erscheinen nach einigen Tagen mit Fragen.',
  'topics.other': 'Andere',
  'topics.summary': 'Themen nach Wochen. In der letzten: {parts}.',
  'topics.part': '{topic} {share}',
  'topics.column.week': 'Woche ab',

  'memories.title': 'Was Attune sich merkt',
  'memories.count': { one: '{count} Erinnerung', other: '{count} Erinnerungen' },
  'memories.note':
    'Sie werden genutzt, wo sie zur Frage passen; jede Antwort nennt die, die sie genutzt hat.',
  'memories.empty':
    'Noch nichts. Attune merkt sich, was Sie über sich und Ihre Arbeit sagen oder hier eintragen.',
  'memories.search': 'Erinnerungen durchsuchen',
  'memories.none': 'Keine Erinnerung passt zu diesen Wörtern.',
  'memories.add': 'Merken',
  'memories.addExample': 'Kosten einer Verzögerung möchte ich als Betrag pro Tag.',
  'memories.addLabel': 'Etwas zum Merken',
  'memories.person': 'Über Sie',
  'memories.project': 'Projekt {name}',
  'memories.conversation': 'Nur in „{name}“',
  'memories.conversationUnnamed': 'Nur in einer Unterhaltung',
  'memories.said': 'gesagt am {date}',
  'memories.told': 'eingetragen am {date}',
  'memories.used': 'zuletzt genutzt am {date}',
  'memories.unused': 'nie genutzt',
  'memories.sure': '{share} sicher',
  'memories.faded': 'verblasst',
  'memories.pinned': 'Behalten',
  'memories.pin': 'Nicht verblassen lassen: {text}',
  'memories.unpin': 'Wieder verblassen lassen: {text}',
  'memories.correct': 'Berichtigen',
  'memories.correctOf': 'Berichtigen: {text}',
  'memories.correctLabel': 'Berichtigte Erinnerung',
  'memories.forget': 'Vergessen',
  'memories.forgetOf': 'Vergessen: {text}',
  'memories.save': 'Sichern',
  'memories.more': { one: '{count} weitere zeigen', other: '{count} weitere zeigen' },
  'memories.kind.constraint': 'Regel',
  'memories.kind.event': 'Termin',
  'memories.kind.fact': 'Tatsache',
  'memories.kind.goal': 'Ziel',
  'memories.kind.preference': 'Vorliebe',
  'memories.kind.relation': 'Person',
  'insights.forgotten': 'Vergessen.',

  'never.title': 'Was nie gespeichert wird',
  'never.note': 'Attune erkennt dies und lässt es aus allem heraus, was es lernt.',
  'never.secrets': 'Passwörter, Passphrasen und PINs',
  'never.keys': 'Schlüssel und Tokens von Programmen, private Schlüssel',
  'never.cards': 'Nummern von Zahlungskarten und Bankkonten',
  'never.papers': 'Nummern von Ausweisen, Steuer- und Sozialversicherungsnummern',
  'never.temporary': 'Alles aus temporären Unterhaltungen',
  'never.sensitiveTitle': 'Nur, wenn Sie ausdrücklich darum bitten',
  'never.sensitive':
    'Gesundheit, Religion und Weltanschauung, politische Meinung, Gewerkschaft, Herkunft, Sexualität und Geschlecht, Verurteilungen',

  'controls.title': 'Das bestimmen Sie',
  'controls.note': 'Abschalten beendet das Lernen; Gelerntes bleibt, bis Sie es zurücksetzen.',
  'controls.style': 'Lernen, wie ich Antworten mag',
  'controls.styleNote': 'Aus Bewertungen; mit weniger Gewicht aus Kopieren und erneutem Fragen.',
  'controls.memory': 'Sich merken, was ich erwähne',
  'controls.memoryNote': 'Tatsachen, Vorlieben und Ziele, die Sie über sich und Ihre Arbeit sagen.',
  'controls.interests': 'Lernen, woran ich arbeite',
  'controls.interestsNote': 'Aus den Themen Ihrer Fragen, um die nächste besser zu verstehen.',
  'controls.suggestions': 'Nächste Fragen vorschlagen',
  'controls.suggestionsNote':
    'Offene Fäden, Tage, die Sie genannt haben, wiederkehrende Themen; und was Sie daraus machen.',
  'controls.managed': 'Festgelegt von {by}',
  'controls.none': 'Diese Version hat hier nichts zu schalten.',
  'controls.reset': 'Zurücksetzen',
  'controls.resetOf': 'Zurücksetzen: {learner}',
  'controls.resetTitle': 'Von vorn beginnen?',
  'controls.resetText':
    '„{learner}“: Gelerntes zählt nicht mehr, in keiner Rolle. Ihre Unterhaltungen und Einstellungen bleiben. Das lässt sich nicht rückgängig machen.',
  'insights.resetDone': 'Attune beginnt damit von vorn.',

  'everything.title': 'Alles auf einmal',
  'everything.export': 'Exportieren',
  'everything.exportNote': 'Eine Datei mit allem, was über Sie gelernt wurde, zum Lesen oder Mitnehmen.',
  'everything.erase': 'Alles löschen',
  'everything.eraseNote': 'Alles Gelernte und Gemerkte wird vom Datenträger gelöscht, nicht nur verborgen.',
  'everything.eraseTitle': 'Alles Gelernte löschen?',
  'everything.eraseText':
    'Stile, Erinnerungen, Interessen und Themen werden von diesem Gerät gelöscht, und niemand kann sie zurückholen. Exportieren Sie sie vorher, wenn Sie sie noch brauchen könnten.',
  'everything.eraseWord': 'löschen',
  'everything.eraseLabel': 'Zur Bestätigung „{word}“ eingeben',
  'insights.erased': 'Alles Gelernte ist gelöscht.',
  'insights.exported': 'Exportiert nach {path}',

  'hints.accepted': 'Aufgegriffen',
  'hints.dismissed': 'Verworfen',
  'hints.empty':
    'Noch nichts. Was Sie auf der Seite einer neuen Unterhaltung aufgreifen oder verwerfen, wird hier gezählt.',
  'hints.kind': 'Art',
  'hints.less': 'Weniger gewünscht',
  'hints.likely': 'Nächster aufgegriffen',
  'hints.likelyRange': '{likely} ± {error}',
  'hints.note':
    'Wie Sie Vorschläge jeder Art aufgenommen haben, und für wie wahrscheinlich es gilt, dass Sie den nächsten aufgreifen.',
  'hints.of.follow_up': 'Genannte Tage',
  'hints.of.onboarding_step': 'Erste Wochen',
  'hints.of.recurring_topic': 'Wiederkehrende Themen',
  'hints.of.role_starter': 'Einstiegsfragen der Rolle',
  'hints.of.unfinished_thread': 'Offene Fäden',
  'hints.of.weekly_digest': 'Rückblick auf die Woche',
  'hints.shown': 'Gezeigt',
  'hints.title': 'Was Sie aus Vorschlägen machen',
};
