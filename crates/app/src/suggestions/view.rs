//! Suggestions as the window shows them.

use attune_persona::suggest::{Candidate, Cue, OpenEnd, Reason};
use attune_wire::{CueView, OpenEndView, SuggestionReasonView, SuggestionView};
use jiff::civil::Date;

pub(super) fn suggestion(candidate: Candidate, today: Date) -> SuggestionView {
    SuggestionView {
        id: candidate.subject.to_string(),
        kind: candidate.subject.kind(),
        text: candidate.text,
        conversation: candidate.conversation,
        reasons: candidate.reasons.into_iter().map(|each| reason(each, today)).collect(),
    }
}

fn reason(reason: Reason, today: Date) -> SuggestionReasonView {
    match reason {
        Reason::LeftOpen { how, at } => SuggestionReasonView::LeftOpen {
            how: match how {
                OpenEnd::PutOff => OpenEndView::PutOff,
                OpenEnd::Unanswered => OpenEndView::Unanswered,
                OpenEnd::CutOff => OpenEndView::CutOff,
                OpenEnd::AskedBack => OpenEndView::AskedBack,
            },
            at: at.0,
        },
        Reason::AskedOften { times, days } => SuggestionReasonView::AskedOften { times, days },
        Reason::Named { due, cue, said_at } => SuggestionReasonView::Named {
            due: due.to_string(),
            days_ago: (today - due).get_days(),
            cue: match cue {
                Cue::Remind => CueView::Remind,
                Cue::Deadline => CueView::Deadline,
                Cue::Appointment => CueView::Appointment,
            },
            said_at: said_at.0,
        },
        Reason::NextStep { done, of } => SuggestionReasonView::NextStep { done, of },
        Reason::WeekBegun { conversations } => SuggestionReasonView::WeekBegun { conversations },
        Reason::TakenUp { accepted, of } => SuggestionReasonView::TakenUp { accepted, of },
    }
}
