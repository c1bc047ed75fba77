//! `attunectl ask`: one turn.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use attune_app::{App, ConversationId, attach_file, commands, hear_file};
use attune_wire::{
    AnswerEvent, AnswerOutcome, Ask, AttachmentView, Cover, ErrorBody, ErrorCode, FoundToLeave,
    ModelChoiceView, OriginView, PreparingReason, RecordingEvent, StopAnswer,
};
use serde_json::json;

use crate::output::{Failure, Output};
use crate::transcribe;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  attunectl ask \"Why is the VPN slow?\"\n  attunectl ask --role intern --json \"What is a VPN?\" | jq -r 'select(.event==\"token\").text'\n  attunectl ask --image error.png \"What went wrong here?\"\n  attunectl ask --audio meeting.m4a \"What was decided?\""
)]
pub(crate) struct Arguments {
    /// The role to be answered in, for example leader, knowledge-worker or intern.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
    /// The conversation to go on with.
    #[arg(long, value_name = "ID")]
    conversation: Option<ConversationId>,
    /// The local model that answers.
    #[arg(long, value_name = "ID", conflicts_with = "provider")]
    model: Option<String>,
    /// The remote provider that answers.
    #[arg(long, value_name = "ID")]
    provider: Option<String>,
    /// Keep nothing of this turn.
    #[arg(long)]
    temporary: bool,
    /// An image beside the question, read on this machine; may be given several times.
    #[arg(long, value_name = "FILE")]
    image: Vec<PathBuf>,
    /// A recording beside the question, heard on this machine: wav, mp3, m4a, ogg (Vorbis) or flac.
    #[arg(long, value_name = "FILE")]
    audio: Option<PathBuf>,
    /// What is covered if the question goes to a provider: off, identifiers, or names too. Without it, the setting
    /// `privacy.cover` decides; where that is off, what is found is covered all the same, and said.
    #[arg(long, value_name = "WHAT", value_parser = ["off", "identifiers", "names"])]
    cover: Option<String>,
    /// The question.
    #[arg(required = true, num_args = 1..)]
    text: Vec<String>,
}

/// How long the program stays after an answer, so that what was said can be found by its meaning next time.
const LINGER: Duration = Duration::from_secs(2);

pub(crate) async fn run(app: &App, arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let mut attachments = Vec::new();
    for file in arguments.image {
        let attached = attach_file(app, file).await?;
        // Whoever asks about an image wants it read.
        if let Some(error) = attached.error {
            return Err(error.into());
        }
        attachments.push(attached.attachment.id);
    }
    if let Some(file) = arguments.audio {
        attachments.push(hear(app, &file, *output).await?.id);
    }
    let request = Ask {
        conversation: arguments.conversation,
        temporary: arguments.temporary,
        role: arguments.role.map(parse).transpose()?,
        text: arguments.text.join(" "),
        attachments: Some(attachments),
        model: choice(arguments.model, arguments.provider)?,
        cover: arguments.cover.as_deref().map(Cover::of_setting),
        ..Ask::default()
    };
    if let (Some(conversation), Some(role)) = (request.conversation, request.role.clone()) {
        commands::set_conversation_role(app, attune_wire::SetConversationRole { id: conversation, role })
            .await?;
    }
    app.make_ready().await;
    let outcome = turn(app, request, *output).await?;
    if output.json {
        let origin = outcome.answer.origin.clone().unwrap_or_default();
        output.document(&json!({
            "event": "done",
            "message_id": outcome.answer.id,
            "conversation_id": outcome.conversation.id,
            "status": outcome.answer.status,
            "ttft_ms": origin.ttft_ms,
            "tokens": origin.tokens,
            "tokens_per_s": origin.tokens_per_s,
            "adherence": outcome.answer.adherence,
        }));
    } else {
        println!();
    }
    app.embed_for(LINGER).await;
    match outcome.error {
        Some(error) => Err(error.into()),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Listens to a recording. Whoever asks about one wants it heard to its end; what is missing in the file itself is said.
async fn hear(app: &App, file: &Path, output: Output) -> Result<AttachmentView, Failure> {
    let bar = output.progress.then(transcribe::progress_bar);
    let hearing = hear_file(app, file, |event| {
        let RecordingEvent::Heard { done_s, of_s, .. } = event;
        transcribe::show(done_s, of_s, bar.as_ref());
    });
    let heard = tokio::select! {
        heard = hearing => heard?,
        _ = tokio::signal::ctrl_c() => {
            let message = "It was cancelled; nothing was asked.".to_owned();
            return Err(Failure(ErrorBody { code: ErrorCode::Cancelled, message }));
        }
    };
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    if let Some(error) = heard.error {
        return Err(error.into());
    }
    let recording = heard.attachment.recording.as_ref();
    if let Some(missing) = recording.and_then(|recording| recording.missing.as_ref()) {
        eprintln!("The recording is not whole: {missing}.");
    } else if recording.is_some_and(|recording| recording.segments.is_empty()) {
        eprintln!("Nobody speaks in this recording.");
    }
    Ok(heard.attachment)
}

/// Asks, prints what comes, and stops at Ctrl-C. What had come is kept. Where nobody said whether something sensitive may
/// leave, it is covered, and standard error says so: a script cannot be asked.
pub(crate) async fn turn(app: &App, request: Ask, output: Output) -> Result<AnswerOutcome, Failure> {
    match turn_as(app, request.clone(), output).await {
        Err(Failure(error)) if error.code == ErrorCode::Undecided => {
            eprintln!(
                "Identifiers in the question are covered before it leaves; --cover off sends it as it is."
            );
            turn_as(app, Ask { cover: Some(Cover::Identifiers), ..request }, output).await
        }
        outcome => outcome,
    }
}

async fn turn_as(app: &App, request: Ask, output: Output) -> Result<AnswerOutcome, Failure> {
    let (accepted, mut begun) = tokio::sync::mpsc::channel(1);
    let asking = commands::ask(app, request, move |event| match event {
        AnswerEvent::Undecided { found } => undecided(&found),
        AnswerEvent::Accepted { answer, .. } => drop(accepted.try_send(answer.id)),
        AnswerEvent::Preparing { reason } => preparing(reason, output),
        AnswerEvent::Started { origin } => started(&origin, output),
        AnswerEvent::Token { text } if output.json => {
            output.document(&json!({ "event": "token", "text": text }))
        }
        AnswerEvent::Token { text } => output.piece(&text),
    });
    tokio::pin!(asking);
    loop {
        tokio::select! {
            outcome = &mut asking => return Ok(outcome?),
            _ = tokio::signal::ctrl_c() => {
                if let Some(answer) = begun.recv().await {
                    commands::stop_answer(app, StopAnswer { answer }).await?;
                }
            }
        }
    }
}

/// Says what would leave, by kind and number: standard error may be a log.
fn undecided(found: &[FoundToLeave]) {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for name in found.iter().map(|one| one.kind.name()) {
        match kinds.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => kinds.push((name, 1)),
        }
    }
    let words: Vec<String> = kinds.iter().map(|(name, count)| format!("{count} × {name}")).collect();
    eprintln!("Found in what would go to the provider: {}.", words.join(", "));
}

fn preparing(reason: PreparingReason, output: Output) {
    if output.progress {
        eprintln!(
            "{}",
            match reason {
                PreparingReason::LoadingModel => "Loading the model…",
                PreparingReason::RestartingEngine => "The engine ended unexpectedly and starts again…",
                PreparingReason::Retrying => "The provider is busy; trying again…",
            }
        );
    }
}

fn started(origin: &OriginView, output: Output) {
    if !output.json {
        return;
    }
    output.document(&json!({
        "event": "trace",
        "role": origin.role,
        "role_version": origin.role_version,
        "model": origin.model,
        "provider": origin.provider,
        "remote_model": origin.remote_model,
        "style": origin.style,
        "memories": origin.memories,
        "left_out": origin.left_out,
        "past": origin.past,
        "past_left_out": origin.past_left_out,
        "shares": origin.shares,
        "covered": origin.covered,
        "uncovered": origin.uncovered,
        "pixels": origin.pixels,
        "adapter": null,
        "prompt_tokens": origin.prompt_tokens,
        "reused_tokens": origin.reused_tokens,
        "dropped_messages": origin.dropped_messages,
        "personalisation_ms": origin.personalisation_ms,
    }));
}

pub(crate) fn choice(
    model: Option<String>,
    provider: Option<String>,
) -> Result<Option<ModelChoiceView>, Failure> {
    Ok(match (model, provider) {
        (Some(model), _) => Some(ModelChoiceView::Local { model: parse(model)? }),
        (None, Some(provider)) => Some(ModelChoiceView::Remote { provider: parse(provider)? }),
        (None, None) => None,
    })
}

/// Reads an id as a person typed it.
pub(crate) fn parse<T>(text: String) -> Result<T, Failure>
where
    T: TryFrom<String>,
    T::Error: Into<attune_app::Error>,
{
    T::try_from(text).map_err(|error| Failure::from(error.into()))
}
