//! `attunectl suggestions`: what is suggested now, and what the person says of it.

use std::process::ExitCode;

use attune_app::{App, RoleId, SuggestionAnswer, commands};
use attune_wire::{
    AnswerSuggestion, CueView, ListSuggestions, NoteSuggestionsShown, OpenEndView, SuggestionReasonView,
    SuggestionView,
};
use serde_json::json;

use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List what is suggested now. What is listed counts as shown.
    #[command(after_help = "Example:\n  attunectl suggestions list --role leader --json | jq -r '.[].id'")]
    List {
        /// The role in which you would ask.
        #[arg(long)]
        role: Option<RoleId>,
    },
    /// Take a suggestion up: prints the conversation it leads to and the question it prepares. Asks nothing.
    #[command(after_help = "Example:\n  attunectl suggestions accept unfinished_thread:0193b2c4-…")]
    Accept {
        /// The suggestion.
        id: String,
        /// The role in which you would ask.
        #[arg(long)]
        role: Option<RoleId>,
    },
    /// Have a suggestion gone.
    #[command(after_help = "Example:\n  attunectl suggestions dismiss follow_up:0193b2c4-… --less")]
    Dismiss {
        /// The suggestion.
        id: String,
        /// Suggest less like it, too.
        #[arg(long)]
        less: bool,
    },
}

pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::List { role } => {
            let list = commands::list_suggestions(app, ListSuggestions { role, language: None }).await?;
            let ids = list.suggestions.iter().map(|suggestion| suggestion.id.clone()).collect();
            if output.json {
                output.document(&list.suggestions);
            } else if list.suggestions.is_empty() {
                println!("Nothing is suggested now.");
            } else {
                list.suggestions.iter().for_each(line);
            }
            commands::note_suggestions_shown(app, NoteSuggestionsShown { ids }).await?;
        }
        Command::Accept { id, role } => {
            let led = commands::answer_suggestion(app, answer(id, SuggestionAnswer::Accepted, role)).await?;
            if output.json {
                output.document(&led);
            } else {
                if let Some(conversation) = led.conversation {
                    println!("In the conversation {conversation}:");
                }
                println!("{}", led.text);
            }
        }
        Command::Dismiss { id, less } => {
            let said = if less { SuggestionAnswer::Less } else { SuggestionAnswer::Dismissed };
            commands::answer_suggestion(app, answer(id.clone(), said, None)).await?;
            if output.json {
                output.document(&json!({ "id": id, "dismissed": true, "less": less }));
            } else {
                println!("Dismissed.");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(id: String, answer: SuggestionAnswer, role: Option<RoleId>) -> AnswerSuggestion {
    AnswerSuggestion { id, answer, role, language: None }
}

fn line(suggestion: &SuggestionView) {
    let text = if suggestion.text.is_empty() { "Look back at your week" } else { &suggestion.text };
    let why: Vec<String> = suggestion.reasons.iter().map(reason).collect();
    println!("{}\n  {text}\n  {}", suggestion.id, why.join("; "));
}

fn reason(reason: &SuggestionReasonView) -> String {
    match reason {
        SuggestionReasonView::LeftOpen { how, .. } => match how {
            OpenEndView::PutOff => "you wanted to go on later".to_owned(),
            OpenEndView::Unanswered => "your question has no answer yet".to_owned(),
            OpenEndView::CutOff => "the last answer was cut off".to_owned(),
            OpenEndView::AskedBack => "the last answer asked you something".to_owned(),
        },
        SuggestionReasonView::AskedOften { times, days } => {
            format!("asked about {times} times on {days} days in four weeks")
        }
        SuggestionReasonView::Named { due, cue, .. } => match cue {
            CueView::Remind => format!("you wanted to come back to it on {due}"),
            CueView::Deadline => format!("you named {due} as the day by which it is due"),
            CueView::Appointment => format!("you said that it is on {due}"),
        },
        SuggestionReasonView::NextStep { done, of } => {
            format!("step {} of {of} of your first weeks", done + 1)
        }
        SuggestionReasonView::WeekBegun { conversations } => {
            format!("{conversations} conversations in the last seven days")
        }
        SuggestionReasonView::TakenUp { accepted, of } => {
            format!("you took up {accepted} of {of} such suggestions")
        }
    }
}
