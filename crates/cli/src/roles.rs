//! `attunectl roles`: role templates.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attune_app::roles::{ImportRole, ImportedRole, LONGEST_FILE, import_role};
use attune_app::{App, RoleId, commands};
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
    /// Take a role template in from a file, as a new role, and see all that it will tell a model.
    #[command(
        after_help = "Examples:\n  attunectl roles import auditor.toml --look\n  attunectl roles import auditor.toml --as our-auditor"
    )]
    Import {
        /// The template, as TOML.
        file: PathBuf,
        /// The id that the role gets here, instead of its own.
        #[arg(long = "as", value_name = "ID")]
        id: Option<RoleId>,
        /// Only look at it.
        #[arg(long)]
        look: bool,
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
        Command::Import { file, id, look } => {
            let request = ImportRole { text: read(&file)?, id, look_only: look };
            let imported = import_role(app, request).await?;
            if output.json { output.document(&imported) } else { show_import(&imported) }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a template. What is far too long for one is not read to its end.
fn read(file: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| {
        let message = format!("{} cannot be read: {error}. Give a file of text.", file.display());
        Failure(ErrorBody { code: ErrorCode::Invalid, message })
    };
    let mut text = String::new();
    let opened = std::fs::File::open(file).map_err(failed)?;
    opened.take(LONGEST_FILE as u64 + 1).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

fn show_import(imported: &ImportedRole) {
    let ImportedRole { role, stored, tells, tokens, suspicious, lost } = imported;
    println!("All that the role tells a model, about {tokens} tokens of every prompt:\n");
    for line in tells.lines() {
        println!("  | {line}");
    }
    println!();
    list("Read these lines twice: they speak of an assistant's own rules", suspicious);
    if !lost.is_empty() {
        println!("Left out: {}. A template from elsewhere chooses neither.\n", lost.join(", "));
    }
    if *stored {
        println!("Imported “{}” as {}. It is used where somebody chooses it.", role.name.en, role.id);
    } else {
        println!("Nothing was imported. Leave out --look to import it.");
    }
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
