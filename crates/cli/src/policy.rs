//! `attunectl policy`: what applies, and who said so.

use std::process::ExitCode;

use attune_app::{App, commands};
use attune_wire::{GetPolicy, PolicySetter, PolicySourceView};

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
    let file = match &policy.source {
        PolicySourceView::BuiltIn => {
            println!("There is no policy file: the built-in rules apply.\n");
            "built-in"
        }
        PolicySourceView::File { path, managed_by } if managed_by.is_empty() => {
            println!("The policy in {path} applies.\n");
            path
        }
        PolicySourceView::File { path, managed_by } => {
            println!("The policy of {managed_by} applies, in {path}.\n");
            path
        }
        PolicySourceView::Broken { path, reason } => {
            println!("{path} cannot be read, so nothing may leave this machine: {reason}\n");
            path
        }
    };
    for key in &policy.keys {
        let set_by = match key.set_by {
            PolicySetter::BuiltIn => "built-in",
            PolicySetter::File => file,
        };
        println!("{:32} {:24} {set_by}", key.key, key.value.to_string());
    }
    Ok(ExitCode::SUCCESS)
}
