//! `attunectl profile`: what is known about the person, to see, take along, reset or erase.

use std::path::PathBuf;
use std::process::ExitCode;

use attune_app::{App, Learner, commands};
use attune_wire::{EraseProfile, ExportProfile, GetStyleInsights, ResetLearning};
use clap::ValueEnum;

use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show what was learned.
    #[command(after_help = "Example:\n  attunectl profile show --json")]
    Show,
    /// Write everything that is stored of you to one JSON file.
    #[command(after_help = "Example:\n  attunectl profile export me.json")]
    Export {
        /// The file; it must not exist yet.
        file: PathBuf,
    },
    /// Erase everything that is stored of you.
    #[command(after_help = "Example:\n  attunectl profile erase --yes")]
    Erase {
        /// Really.
        #[arg(long)]
        yes: bool,
    },
    /// Have what was learned begin anew. Conversations stay.
    #[command(after_help = "Example:\n  attunectl profile reset --what style")]
    Reset {
        /// Only this.
        #[arg(long)]
        what: Option<What>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum What {
    Style,
    Memory,
    Embedding,
    Suggestions,
}

pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::Show => show(app, output).await?,
        Command::Export { file } => {
            let path = std::path::absolute(&file).unwrap_or(file).display().to_string();
            let exported = commands::export_profile(app, ExportProfile { path: Some(path) }).await?;
            if output.json { output.document(&exported) } else { println!("Written to {}.", exported.path) }
        }
        Command::Erase { yes } => {
            let confirm = if yes { "erase" } else { "" }.to_owned();
            commands::erase_profile(app, EraseProfile { confirm }).await.map_err(|error| match yes {
                true => Failure::from(error),
                false => Failure::from(attune_app::Error::Invalid(
                    "Nothing was erased. Add --yes to erase everything that is stored of you.".to_owned(),
                )),
            })?;
            done(output, "Erased.");
        }
        Command::Reset { what } => {
            let learners = match what {
                Some(What::Style) => vec![Learner::Style],
                Some(What::Memory) => vec![Learner::Memory],
                Some(What::Embedding) => vec![Learner::Interests],
                Some(What::Suggestions) => vec![Learner::Suggestions],
                None => vec![Learner::Style, Learner::Memory, Learner::Interests, Learner::Suggestions],
            };
            for learner in learners {
                commands::reset_learning(app, ResetLearning { learner }).await?;
            }
            done(output, "Learning begins anew.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(app: &App, output: &Output) -> Result<(), Failure> {
    let styles = commands::get_style_insights(app, GetStyleInsights {}).await?;
    if output.json {
        output.document(&serde_json::json!({ "style": styles }));
        return Ok(());
    }
    for role in styles.roles {
        println!("{} ({} answers rated)", role.role, role.rewards);
        for dimension in role.dimensions {
            let values: Vec<String> = dimension
                .values
                .iter()
                .map(|value| format!("{} {:.0} %", value.value, 100.0 * value.probability))
                .collect();
            println!("  {:8} {}", dimension.dimension.as_str(), values.join(", "));
        }
    }
    Ok(())
}

fn done(output: &Output, sentence: &str) {
    if output.json {
        output.document(&serde_json::json!({ "ok": true }));
    } else {
        println!("{sentence}");
    }
}
