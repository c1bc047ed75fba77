//! `attunectl memory`: what is remembered of the person.

use std::process::ExitCode;

use attune_app::{App, MemoryId, commands};
use attune_wire::{
    AddMemory, EditMemory, ForgetMemory, ListMemories, MemoryStateView, MemoryView, PinMemory,
};
use serde_json::json;

use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List what is remembered, the strongest first.
    #[command(after_help = "Example:\n  attunectl memory list --json | jq -r '.[].text'")]
    List {
        /// What no longer holds, too.
        #[arg(long)]
        all: bool,
    },
    /// Remember something.
    #[command(after_help = "Example:\n  attunectl memory add \"I prefer short answers\"")]
    Add {
        /// What to remember.
        #[arg(required = true, num_args = 1..)]
        text: Vec<String>,
    },
    /// Give a memory another text.
    #[command(after_help = "Example:\n  attunectl memory edit 0193b2c4-… \"Works in the Linz office\"")]
    Edit {
        /// The memory.
        id: MemoryId,
        /// What to remember instead.
        #[arg(required = true, num_args = 1..)]
        text: Vec<String>,
    },
    /// Forget something for good.
    #[command(
        after_help = "Example:\n  attunectl memory forget 0193b2c4-…\n\nIt is erased from every file of the profile when this command ends. In the window\nthere are ten minutes to take it back."
    )]
    Forget {
        /// The memory.
        id: MemoryId,
    },
    /// Keep a memory from fading.
    #[command(after_help = "Example:\n  attunectl memory pin 0193b2c4-…")]
    Pin {
        /// The memory.
        id: MemoryId,
        /// Let it fade again.
        #[arg(long)]
        off: bool,
    },
    /// Find what belongs to a text, best first.
    #[command(after_help = "Example:\n  attunectl memory search \"what to cook\"")]
    Search {
        /// The text.
        #[arg(required = true, num_args = 1..)]
        text: Vec<String>,
    },
}

pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    app.erase_overdue().await;
    match command {
        Command::List { all } => {
            list(&commands::list_memories(app, ListMemories { query: None, all }).await?, output);
        }
        Command::Search { text } => {
            let request = ListMemories { query: Some(text.join(" ")), all: false };
            list(&commands::list_memories(app, request).await?, output);
        }
        Command::Add { text } => {
            show(&commands::add_memory(app, AddMemory { text: text.join(" ") }).await?, output);
        }
        Command::Edit { id, text } => {
            show(&commands::edit_memory(app, EditMemory { id, text: text.join(" ") }).await?, output);
        }
        Command::Pin { id, off } => {
            show(&commands::pin_memory(app, PinMemory { id, pinned: !off }).await?, output);
        }
        Command::Forget { id } => {
            commands::forget_memory(app, ForgetMemory { id }).await?;
            if output.json {
                output.document(&json!({ "id": id, "forgotten": true }));
            } else {
                println!("Forgotten.");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(memories: &[MemoryView], output: &Output) {
    if output.json {
        output.document(&memories);
    } else {
        memories.iter().for_each(line);
    }
}

fn show(memory: &MemoryView, output: &Output) {
    if output.json {
        output.document(memory);
    } else {
        line(memory);
    }
}

fn line(memory: &MemoryView) {
    let mark = match memory.state {
        MemoryStateView::Superseded => "  (no longer holds)",
        MemoryStateView::Forgotten => "  (forgotten)",
        MemoryStateView::Current if memory.pinned => "  (pinned)",
        MemoryStateView::Current => "",
    };
    println!(
        "{}  {:>4.0} %  {}{mark}",
        memory.id,
        100.0 * memory.score.unwrap_or(memory.strength),
        memory.text
    );
}
