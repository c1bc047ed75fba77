//! `attunectl feedback`: rates an answer, and says what that changed.

use std::process::ExitCode;

use attune_app::{App, MessageId, commands};
use attune_wire::{GetStyleInsights, RateAnswer, RatingView, StyleInsightsView};
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::output::{Failure, Output};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  attunectl feedback 0199… up\n  attunectl feedback 0199… down --reason too-long --reason too-technical"
)]
pub(crate) struct Arguments {
    /// The answer, by the id that `ask --json` printed.
    message: MessageId,
    /// The thumb, or `none` to take it back.
    rating: Thumb,
    /// Why, for thumbs down.
    #[arg(long, value_name = "REASON")]
    reason: Vec<Reason>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Thumb {
    Up,
    Down,
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Reason {
    TooLong,
    TooShort,
    TooTechnical,
    TooBasic,
    WrongTone,
    Wrong,
    NotAsked,
}

/// A change of less than this is not worth a line.
const NOTABLE: f64 = 0.01;

pub(crate) async fn run(app: &App, arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let event = match arguments.rating {
        Thumb::None => Value::Null,
        Thumb::Up => json!({ "rating": "up" }),
        Thumb::Down => json!({ "rating": "down", "reasons": arguments.reason }),
    };
    let rating: Option<RatingView> = serde_json::from_value(event.clone())
        .map_err(|error| attune_app::Error::Invalid(format!("This rating cannot be given: {error}")))?;
    let before = commands::get_style_insights(app, GetStyleInsights {}).await?;
    let answer = commands::rate_answer(app, RateAnswer { answer: arguments.message, rating }).await?;
    let after = commands::get_style_insights(app, GetStyleInsights {}).await?;
    let changes = changes(&before, &after);
    if output.json {
        output.document(&json!({ "message_id": answer.id, "event": event, "changed": changes }));
        return Ok(ExitCode::SUCCESS);
    }
    println!("Noted.");
    for change in changes {
        println!(
            "{}: {} {} is now chosen with {:.0} %, {:.0} % before",
            text(&change["role"]),
            text(&change["dimension"]),
            text(&change["value"]),
            100.0 * change["after"].as_f64().unwrap_or_default(),
            100.0 * change["before"].as_f64().unwrap_or_default(),
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The probabilities that changed.
fn changes(before: &StyleInsightsView, after: &StyleInsightsView) -> Vec<Value> {
    let mut changes = Vec::new();
    for (was, is) in before.roles.iter().zip(&after.roles) {
        let dimensions = was.dimensions.iter().zip(&is.dimensions);
        for (value_was, value_is, dimension) in dimensions
            .flat_map(|(was, is)| was.values.iter().zip(&is.values).map(|(a, b)| (a, b, is.dimension)))
        {
            if (value_was.probability - value_is.probability).abs() >= NOTABLE {
                changes.push(json!({
                    "role": is.role,
                    "dimension": dimension,
                    "value": value_is.value,
                    "before": value_was.probability,
                    "after": value_is.probability,
                }));
            }
        }
    }
    changes
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
