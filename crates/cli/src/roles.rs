//! `attunectl roles`: role templates.

use std::process::ExitCode;

use attune_app::{App, commands};
use attune_wire::{ErrorBody, ErrorCode, ListRoles, RoleView};

use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the roles.
    #[command(after_help = "Example:\n  attunectl roles list --json")]
    List,
    /// Show a role template whole.
    #[command(after_help = "Example:\n  attunectl roles show leader")]
    Show {
        /// The role.
        id: String,
    },
}

pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    let roles = commands::list_roles(app, ListRoles {}).await?;
    match command {
        Command::List if output.json => output.document(&roles),
        Command::List => {
            for role in &roles {
                println!(
                    "{:18} v{:<3} {:18} {}",
                    role.id.as_str(),
                    role.version,
                    role.name.en,
                    role.summary.en
                );
            }
        }
        Command::Show { id } => {
            let role =
                roles.iter().find(|role| role.id.as_str() == id).ok_or_else(|| unknown(&roles, &id))?;
            if output.json { output.document(role) } else { show(role) }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// There is no such role.
pub(crate) fn unknown(roles: &[RoleView], id: &str) -> Failure {
    let known: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
    let message = format!("There is no role “{id}”. There are {}.", known.join(", "));
    Failure(ErrorBody { code: ErrorCode::NotFound, message })
}

fn show(role: &RoleView) {
    println!("{} (version {})\n{}\n", role.name.en, role.version, role.summary.en);
    println!(
        "{}\nFor: {}\nTone: {}; at most {} words\n",
        role.identity, role.audience, role.tone, role.max_words
    );
    list("How it answers", &role.instructions);
    if !role.opening.en.is_empty() {
        println!("Form\n  {}: first", role.opening.en);
        for section in &role.sections {
            let needed = if section.required { "" } else { " (where it helps)" };
            println!("  {}: {}{needed}", section.label.en, section.holds);
        }
        println!();
    }
    list("Never", &role.never);
    list("Limits that nobody overrides", &role.limits);
    let starters: Vec<String> = role.starters.iter().map(|starter| starter.en.clone()).collect();
    list("To begin with", &starters);
    let terms: Vec<String> =
        role.glossary.iter().map(|term| format!("{}: {}", term.term, term.meaning)).collect();
    list("Words", &terms);
}

fn list(title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    println!("{title}");
    for line in lines {
        println!("  - {line}");
    }
    println!();
}
