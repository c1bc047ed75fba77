//! `attunectl`: the use cases of Attune in a terminal, for IT, scripts and evaluation.
//!
//! This program must never know how a use case works: it parses, calls one, and prints.
#![expect(clippy::print_stdout, reason = "a terminal program prints")]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod ask;
mod chat;
mod conversations;
mod describe;
mod doctor;
mod eval;
mod feedback;
mod memory;
mod models;
mod output;
mod policy;
mod profile;
mod roles;
mod suggestions;
mod transcribe;

use std::path::PathBuf;
use std::process::ExitCode;

use attune_app::{App, AppOptions, Home, default_home, find_engine};
use clap::{CommandFactory, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::output::{Failure, Output};

/// The assistant that answers for your role, in a terminal.
#[derive(Debug, Parser)]
#[command(name = "attunectl", version, arg_required_else_help = true)]
#[command(
    after_help = "Examples:\n  attunectl models install smollm2-135m\n  attunectl ask --role leader \"Should we move our files to the cloud?\"\n  attunectl doctor --json"
)]
struct Arguments {
    /// The folder that holds all data of a profile.
    #[arg(long, value_name = "DIR", env = "ATTUNE_HOME", global = true)]
    home: Option<PathBuf>,
    /// Print JSON: one document, or one line each where it streams.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask a question and see the answer come.
    Ask(ask::Arguments),
    /// Turn a recording into text, on this machine.
    Transcribe(transcribe::Arguments),
    /// Talk with the assistant until you end it.
    Chat(chat::Arguments),
    /// Your conversations, and which of them are used for other answers.
    #[command(subcommand)]
    Conversations(conversations::Command),
    /// See what is read in an image.
    Describe(describe::Arguments),
    /// Rate an answer.
    Feedback(feedback::Arguments),
    /// What is remembered of you.
    #[command(subcommand)]
    Memory(memory::Command),
    /// What is suggested to you now.
    #[command(subcommand)]
    Suggestions(suggestions::Command),
    /// Role templates.
    #[command(subcommand)]
    Roles(roles::Command),
    /// What is known about you.
    #[command(subcommand)]
    Profile(profile::Command),
    /// Local models.
    #[command(subcommand)]
    Models(models::Command),
    /// The policy in force.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Check what IT would check.
    #[command(after_help = "Example:\n  attunectl doctor")]
    Doctor,
    /// The product's own learners, for an outside judge: JSON lines in, JSON lines out.
    #[command(subcommand)]
    Eval(eval::Command),
    /// Print completions for a shell.
    #[command(
        after_help = "Example:\n  attunectl completions bash > ~/.local/share/bash-completion/completions/attunectl"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    // Usage errors end here with exit code 2; that is clap's own.
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("ATTUNE_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let output = Output::new(arguments.json);
    match run(arguments, &output).await {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    if let Command::Completions { shell } = arguments.command {
        clap_complete::generate(shell, &mut Arguments::command(), "attunectl", &mut std::io::stdout());
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::Eval(command) = &arguments.command
        && let Some(result) = eval::run_alone(command, *output)
    {
        return result;
    }
    let home = arguments.home.map_or_else(default_home, Home::new);
    let program = std::env::current_exe().ok();
    let engine = program.as_deref().and_then(std::path::Path::parent).and_then(find_engine);
    let app = App::open(AppOptions { engine, ..AppOptions::at(home) }).await?;
    let result = match arguments.command {
        Command::Ask(arguments) => ask::run(&app, arguments, output).await,
        Command::Transcribe(arguments) => transcribe::run(&app, arguments, output).await,
        Command::Chat(arguments) => chat::run(&app, arguments).await,
        Command::Conversations(command) => conversations::run(&app, command, output).await,
        Command::Describe(arguments) => describe::run(&app, arguments, output).await,
        Command::Feedback(arguments) => feedback::run(&app, arguments, output).await,
        Command::Roles(command) => roles::run(&app, command, output).await,
        Command::Profile(command) => profile::run(&app, command, output).await,
        Command::Models(command) => models::run(&app, command, output).await,
        Command::Memory(command) => memory::run(&app, command, output).await,
        Command::Suggestions(command) => suggestions::run(&app, command, output).await,
        Command::Policy(command) => policy::run(&app, &command, output).await,
        Command::Doctor => doctor::run(&app, output).await,
        Command::Eval(command) => eval::run(&app, command, output).await,
        Command::Completions { .. } => Ok(ExitCode::SUCCESS),
    };
    app.close().await;
    result
}
