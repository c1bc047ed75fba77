//! `attunectl policy`: what applies, and who said so.

use std::process::ExitCode;

use attune_app::{App, commands};
use attune_wire::GetPolicy;

use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show the policy in force, and for each key the source that set it.
    #[command(after_help = "Example:\n  attunectl policy show --json")]
    Show,
}

pub(crate) async fn run(app: &App, command: &Command, output: &Output) -> Result<ExitCode, Failure> {
    let Command::Show = command;
    let policy = commands::get_policy(app, GetPolicy {}).await?;
    if output.json {
        output.document(&policy);
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(reason) = &policy.broken {
        println!("The policy file cannot be read, so nothing may leave this machine: {reason}\n");
    }
    for key in &policy.keys {
        println!("{:32} {:24} {}", key.key, key.value.to_string(), key.set_by);
    }
    Ok(ExitCode::SUCCESS)
}
