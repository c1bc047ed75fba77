//! `attunectl chat`: the assistant in a terminal, for machines without a display.

use std::process::ExitCode;

use attune_app::{App, ConversationId, commands};
use attune_wire::{Ask, ListRoles, QUESTION_CHARS, RoleView, SetConversationRole};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, BufReader};

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
    let mut input = BufReader::new(tokio::io::stdin());
    while let Some(line) = next_line(&mut input, &role).await {
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
                let request = Ask { conversation, role: Some(role.id.clone()), text: line, ..Ask::default() };
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

async fn next_line(input: &mut (impl AsyncBufRead + Unpin), role: &RoleView) -> Option<String> {
    Output::new(false).piece(&format!("{} › ", role.name.en));
    tokio::select! {
        line = bounded_line(input) => line.map(|line| String::from_utf8_lossy(&line).trim().to_owned()),
        _ = tokio::signal::ctrl_c() => None,
    }
}

/// A line of the input. Of one that is longer than any question only so much is kept as shows that it is;
/// what is piped in must not fill the memory.
async fn bounded_line(input: &mut (impl AsyncBufRead + Unpin)) -> Option<Vec<u8>> {
    const MOST: usize = 4 * QUESTION_CHARS + 1;
    let mut line = Vec::new();
    loop {
        let bytes = input.fill_buf().await.ok()?;
        if bytes.is_empty() {
            return (!line.is_empty()).then_some(line);
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let part = &bytes[..end.unwrap_or(bytes.len())];
        line.extend_from_slice(&part[..part.len().min(MOST - line.len())]);
        let taken = end.map_or(bytes.len(), |end| end + 1);
        input.consume(taken);
        if end.is_some() {
            return Some(line);
        }
    }
}

fn find<'r>(roles: &'r [RoleView], id: &str) -> Result<&'r RoleView, Failure> {
    roles.iter().find(|role| role.id.as_str() == id).ok_or_else(|| crate::roles::unknown(roles, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_endless_line_takes_no_memory_and_the_next_one_is_read() {
        let text = format!("{}\nshort\nlast", "x".repeat(10 * QUESTION_CHARS));
        let mut input = text.as_bytes();
        assert_eq!(bounded_line(&mut input).await.unwrap().len(), 4 * QUESTION_CHARS + 1);
        assert_eq!(bounded_line(&mut input).await.unwrap(), b"short");
        assert_eq!(bounded_line(&mut input).await.unwrap(), b"last");
        assert!(bounded_line(&mut input).await.is_none());
    }
}
