//! `attunectl models`: local models.

use std::path::PathBuf;
use std::process::ExitCode;

use attune_app::{App, commands};
use attune_wire::{
    Event, ImportModel, InstallPhase, InstallProgress, ListModels, ModelState, ModelTask, ModelView,
    RemoveModel, VerifyModel,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::ask::parse;
use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the models on offer and those on this machine.
    #[command(after_help = "Example:\n  attunectl models list")]
    List,
    /// Fetch a model, going on where an earlier try stopped.
    #[command(after_help = "Example:\n  attunectl models install smollm2-135m")]
    Install {
        /// The model.
        id: String,
    },
    /// Compare models with their hashes.
    #[command(after_help = "Examples:\n  attunectl models verify\n  attunectl models verify smollm2-135m")]
    Verify {
        /// The model; all that are installed if none is named.
        id: Option<String>,
    },
    /// Take a model from a file.
    #[command(after_help = "Example:\n  attunectl models import ./model.gguf --id our-model")]
    Import {
        /// The file.
        file: PathBuf,
        /// The id it gets, where the catalogue does not know it.
        #[arg(long)]
        id: Option<String>,
    },
    /// Delete a model from this machine.
    #[command(after_help = "Example:\n  attunectl models remove smollm2-135m")]
    Remove {
        /// The model.
        id: String,
    },
}

pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::List => list(app, output).await,
        Command::Install { id } => install(app, id, output).await,
        Command::Verify { id } => verify(app, id, output).await,
        Command::Import { file, id } => {
            // A path is given to the use case whole, because the profile may live elsewhere.
            let path = std::path::absolute(&file).unwrap_or(file).display().to_string();
            let model =
                commands::import_model(app, ImportModel { path, id: id.map(parse).transpose()? }).await?;
            if output.json {
                output.document(&model);
            } else {
                println!("{} is installed as {}.", model.name, model.id);
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Remove { id } => {
            commands::remove_model(app, RemoveModel { id: parse(id.clone())? }).await?;
            if output.json {
                output.document(&json!({ "removed": id }));
            } else {
                println!("{id} is removed.");
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn list(app: &App, output: &Output) -> Result<ExitCode, Failure> {
    let view = commands::list_models(app, ListModels {}).await?;
    if output.json {
        output.document(&view);
        return Ok(ExitCode::SUCCESS);
    }
    for model in &view.models {
        println!(
            "{:24} {:8} {:>8}  {:12} {}",
            model.id.as_str(),
            task(model),
            size(model.bytes),
            state(model),
            model.name
        );
    }
    println!("\n{} free in {}", size(view.free_bytes), view.folder);
    Ok(ExitCode::SUCCESS)
}

async fn install(app: &App, id: String, output: &Output) -> Result<ExitCode, Failure> {
    let id = parse(id)?;
    let mut events = app.events();
    let bar = output.progress.then(progress_bar);
    let installing = app.install_and_wait(&id);
    tokio::pin!(installing);
    let result = loop {
        tokio::select! {
            result = &mut installing => break result,
            event = events.recv() => {
                if let Ok(Event::InstallProgressed { progress }) = event {
                    show(&progress, bar.as_ref(), *output);
                }
            }
            _ = tokio::signal::ctrl_c() => {
                commands::cancel_install(app, attune_wire::CancelInstall { id: id.clone() }).await?;
            }
        }
    };
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    result?;
    if output.json {
        output.document(&json!({ "event": "installed", "id": id }));
    } else {
        println!("{id} is installed, and its hash is right.");
    }
    Ok(ExitCode::SUCCESS)
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:12} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
    let bar = ProgressBar::new(0);
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn show(progress: &InstallProgress, bar: Option<&ProgressBar>, output: Output) {
    if output.json {
        output.document(&json!({ "event": "progress", "progress": progress }));
    }
    if let Some(bar) = bar {
        bar.set_message(match progress.phase {
            InstallPhase::Checking => "Checking",
            InstallPhase::Downloading => "Fetching",
            InstallPhase::Joining => "Joining",
            InstallPhase::Verifying => "Verifying",
            InstallPhase::Converting => "Converting",
            InstallPhase::Done => "Done",
        });
        bar.set_length(progress.total_bytes);
        bar.set_position(progress.done_bytes);
    }
}

async fn verify(app: &App, id: Option<String>, output: &Output) -> Result<ExitCode, Failure> {
    let ids = match id {
        Some(id) => vec![parse(id)?],
        None => {
            let models = commands::list_models(app, ListModels {}).await?.models;
            models.into_iter().filter(is_here).map(|model| model.id).collect()
        }
    };
    let mut verified = Vec::new();
    for id in ids {
        verified.push(commands::verify_model(app, VerifyModel { id }).await?);
    }
    if output.json {
        output.document(&verified);
    } else {
        for model in &verified {
            let verdict = if model.intact { "intact" } else { "DAMAGED: install it again" };
            println!("{:24} {} {verdict}", model.id.as_str(), model.sha256);
        }
    }
    let all_intact = verified.iter().all(|model| model.intact);
    Ok(if all_intact { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether a file of the model is on this machine, sound or not.
fn is_here(model: &ModelView) -> bool {
    match &model.state {
        ModelState::Installed {} => true,
        ModelState::Failed { error } => error.code == attune_wire::ErrorCode::ModelBroken,
        ModelState::Absent { .. } | ModelState::Installing { .. } => false,
    }
}

fn task(model: &ModelView) -> &'static str {
    match model.task {
        ModelTask::Chat => "chat",
        ModelTask::Speech => "speech",
        ModelTask::Other => "other",
    }
}

fn state(model: &ModelView) -> &'static str {
    match &model.state {
        ModelState::Absent { resumable_bytes: 0 } => "-",
        ModelState::Absent { .. } => "partly",
        ModelState::Installing { .. } => "installing",
        ModelState::Installed {} => "installed",
        ModelState::Failed { .. } => "failed",
    }
}

fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a rounded figure for people")]
    let mega = bytes as f64 / 1e6;
    if mega >= 1000.0 { format!("{:.1} GB", mega / 1000.0) } else { format!("{mega:.0} MB") }
}
