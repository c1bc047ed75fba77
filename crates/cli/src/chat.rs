//! `attunectl chat`: the assistant in a terminal, for machines without a display.

use std::process::ExitCode;

use attune_app::{App, ConversationId, commands};
use attune_wire::{Ask, ListRoles, RoleView, SetConversationRole};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines, Stdin};

use crate::ask::turn;
use crate::output::{Failure, Output};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  attunectl chat --role leader")]
pub(crate) struct Arguments {
    /// The role to be answered in.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
}

const HELP: &str = "\
Write a question and press Enter. Ctrl-C stops an answer.
  /role ID   answer for another role: leader, knowledge-worker, intern
  /roles     what the roles are
  /new       begin another conversation
  /quit      end (or Ctrl-D)";

pub(crate) async fn run(app: &App, arguments: Arguments) -> Result<ExitCode, Failure> {
    let roles = commands::list_roles(app, ListRoles {}).await?;
    let wanted = arguments.role.unwrap_or_else(|| "knowledge-worker".to_owned());
    let mut role = find(&roles, &wanted)?.clone();
    let mut conversation: Option<ConversationId> = None;
    let output = Output { json: false, ..Output::new(false) };
    println!("Attune answers you as {}. {HELP}", role.name.en);
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = next_line(&mut lines, &role).await {
        match line.split_once(' ').map_or((line.as_str(), ""), |(word, rest)| (word, rest.trim())) {
            ("", _) => {}
            ("/quit" | "/exit", _) => break,
            ("/help", _) => println!("{HELP}"),
            ("/new", _) => conversation = None,
            ("/roles", _) => {
                for role in &roles {
                    println!("  {:18} {}", role.id.as_str(), role.summary.en);
                }
            }
            ("/role", id) => match find(&roles, id) {
                Ok(found) => {
                    role = found.clone();
                    if let Some(id) = conversation {
                        let request = SetConversationRole { id, role: role.id.clone() };
                        commands::set_conversation_role(app, request).await?;
                    }
                }
                Err(failure) => output.failure(&failure),
            },
            _ => {
                let request = Ask {
                    conversation,
                    temporary: false,
                    role: Some(role.id.clone()),
                    text: line,
                    instead_of: None,
                    model: None,
                };
                match turn(app, request, output).await {
                    Ok(outcome) => {
                        println!("\n");
                        conversation = Some(outcome.conversation.id);
                        if let Some(error) = outcome.error {
                            output.failure(&error.into());
                        }
                    }
                    Err(failure) => output.failure(&failure),
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn next_line(lines: &mut Lines<BufReader<Stdin>>, role: &RoleView) -> Option<String> {
    Output::new(false).piece(&format!("{} › ", role.name.en));
    tokio::select! {
        line = lines.next_line() => line.ok().flatten().map(|line| line.trim().to_owned()),
        _ = tokio::signal::ctrl_c() => None,
    }
}

fn find<'r>(roles: &'r [RoleView], id: &str) -> Result<&'r RoleView, Failure> {
    roles.iter().find(|role| role.id.as_str() == id).ok_or_else(|| crate::roles::unknown(roles, id))
}
