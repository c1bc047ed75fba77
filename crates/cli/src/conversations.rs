//! `attunectl conversations`: which there are, and which of them are kept out of other answers.

use std::process::ExitCode;

use attune_app::{App, ConversationId, commands};
use attune_wire::{ConversationView, KeepConversationApart, ListConversations};

use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List conversations.
    #[command(after_help = "Example:\n  attunectl conversations list --apart --json | jq -r '.[].id'")]
    List {
        /// Only those that are kept out of other answers.
        #[arg(long)]
        apart: bool,
    },
    /// Use nothing of a conversation for other answers any more.
    #[command(after_help = "Example:\n  attunectl conversations keep-apart 0193b2c4-…")]
    KeepApart {
        /// The conversation.
        id: ConversationId,
    },
    /// Use a conversation for other answers again.
    #[command(after_help = "Example:\n  attunectl conversations use-again 0193b2c4-…")]
    UseAgain {
        /// The conversation.
        id: ConversationId,
    },
}

pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::List { apart } => {
            let mut listed = commands::list_conversations(app, ListConversations {}).await?;
            listed.retain(|conversation| conversation.apart || !apart);
            if output.json {
                output.document(&listed);
            } else if listed.is_empty() {
                println!("There are none.");
            } else {
                listed.iter().for_each(line);
            }
        }
        Command::KeepApart { id } => keep(app, id, true, output).await?,
        Command::UseAgain { id } => keep(app, id, false, output).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn keep(app: &App, id: ConversationId, apart: bool, output: &Output) -> Result<(), Failure> {
    let conversation = commands::keep_conversation_apart(app, KeepConversationApart { id, apart }).await?;
    if output.json {
        output.document(&conversation);
    } else {
        line(&conversation);
    }
    Ok(())
}

fn line(conversation: &ConversationView) {
    let mark = if conversation.apart { "  [not used for other answers]" } else { "" };
    println!("{}  {}{mark}", conversation.id, conversation.title);
}
