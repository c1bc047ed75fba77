//! Writing one answer: the model is asked, pieces are passed on and flushed, and the end is stored whatever
//! it is.

use std::time::{Duration, Instant};

use attune_domain::{
    AnswerOrigin, Conversation, EventKind, Failure, Language, Message, MessageId, MessageStatus, ModelChoice,
    ProviderConfig, RoleTemplate, SettingKey,
};
use attune_models::chat::{ChatError, ChatEvent, ChatStream, FinishReason, Preparing};
use attune_persona::measure_adherence;
use attune_persona::redact::Restorer;
use attune_persona::style::restyle;
use attune_store::{Ending, NewEvent};
use attune_wire::{AnswerEvent, AnswerOutcome, Cover, Event, PreparingReason};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::prompt::{Found, prompt, window};
use super::told::Told;
use crate::conversations::view;
use crate::pixels::TOKENS;
use crate::{App, Error};

/// How often what has come is made durable: a crash loses at most this much of an answer.
const FLUSH: Duration = Duration::from_millis(250);
/// Characters a token stands for at most, to bound what is read of a long conversation.
pub(super) const CHARS_PER_TOKEN: u32 = 8;

/// An answer to be written.
pub(super) struct Task {
    pub conversation: Conversation,
    pub question: Message,
    pub answer: MessageId,
    /// Whether the question was spoken.
    pub spoken: bool,
    /// What is covered if it goes to a provider, where that was said with the question.
    pub cover: Option<Cover>,
    /// Whether the question has been answered before.
    pub again: bool,
}

/// What has come of an answer.
#[derive(Default)]
struct Draft {
    text: String,
    origin: AnswerOrigin,
    /// What is to be learned from, once the model was asked.
    events: Vec<NewEvent>,
    language: Language,
    /// Puts back what was covered before the prompt left.
    restorer: Restorer,
    end: Option<Result<FinishReason, Error>>,
}

/// Writes the answer and stores its end.
pub(super) async fn write(
    app: &App,
    task: &Task,
    wanted: Option<ModelChoice>,
    stop: &CancellationToken,
    send: &(impl Fn(AnswerEvent) + Sync),
) -> Result<AnswerOutcome, Error> {
    let mut draft = Draft::default();
    let role = app.role(&task.conversation.role).await;
    let end = match &role {
        Ok(role) => compose_and_stream(app, task, role, wanted, stop, send, &mut draft).await,
        Err(_) => Ok(FinishReason::Stop),
    };
    let (role, end) = match (role, end) {
        (Ok(role), end) => (Some(role), end),
        (Err(error), _) => (None, Err(error)),
    };
    draft.end = Some(end);
    finish(app, task, role.as_ref(), draft).await
}

async fn compose_and_stream(
    app: &App,
    task: &Task,
    role: &RoleTemplate,
    wanted: Option<ModelChoice>,
    stop: &CancellationToken,
    send: &(impl Fn(AnswerEvent) + Sync),
    draft: &mut Draft,
) -> Result<FinishReason, Error> {
    draft.origin.role = Some(role.id.clone());
    draft.origin.role_version = role.version;
    let choice = app.choose_model(role, wanted).await?;
    let stream = match &choice {
        ModelChoice::Local { model } => {
            draft.origin.model = Some(model.clone());
            let local = app.local_model(model)?;
            let context = app.setting_number(SettingKey::ContextTokens);
            let request = compose(app, task, role, None, context, draft).await?;
            app.local().chat(local, request)
        }
        ModelChoice::Remote { provider } => {
            let provider = app.store().provider(provider).await?;
            draft.origin.provider = Some(provider.id.clone());
            draft.origin.remote_model = Some(provider.model.clone());
            let key = app.keys().await.get(&crate::providers::key_name(&provider.id)).await?;
            let room = room_beside_images(app, task, &provider);
            let mut request = compose(app, task, role, Some(&provider), room, draft).await?;
            let coverage = app.cover(&mut request, task.cover).await?;
            draft.restorer = coverage.restorer;
            (draft.origin.covered, draft.origin.uncovered) = (coverage.covered, coverage.uncovered);
            let cover = app.cover_in_force(task.cover);
            let pixels = tokio::select! {
                pixels = app.pixels(&task.question.attachments, &provider, cover) => pixels?,
                () = stop.cancelled() => return Ok(FinishReason::Cancelled),
            };
            draft.origin.pixels = u32::try_from(pixels.images.len()).unwrap_or(u32::MAX);
            request.note = pixels.note(request.note);
            request.images = pixels.images;
            app.remote().chat(&provider, key, request)
        }
    };
    // While the model reads: what was chosen must be stored before anybody can say what they think of it.
    let events = std::mem::take(&mut draft.events);
    let teaches = Told::teaches(&events);
    app.store().append_events(events).await?;
    if teaches {
        app.relearn_style();
    }
    pass_on(app, task, stream, stop, send, draft).await
}

/// Tokens that prompt and answer may take, when the images of the question go along as they look.
fn room_beside_images(app: &App, task: &Task, provider: &ProviderConfig) -> u32 {
    if !app.may_see_pixels(provider) {
        return provider.context_tokens;
    }
    let images = u32::try_from(task.question.attachments.len()).unwrap_or(u32::MAX);
    let left = provider.context_tokens.saturating_sub(images.saturating_mul(TOKENS));
    // A model that sees has room for what it sees; a window that is set too small must still hold the question.
    left.max(provider.context_tokens / 2)
}

/// Everything of ours between the question and the model, timed.
async fn compose(
    app: &App,
    task: &Task,
    role: &RoleTemplate,
    provider: Option<&ProviderConfig>,
    context_tokens: u32,
    draft: &mut Draft,
) -> Result<attune_models::chat::ChatRequest, Error> {
    let begun = Instant::now();
    let id = task.conversation.id;
    let most_chars = context_tokens.saturating_mul(CHARS_PER_TOKEN);
    let (messages, left_out) = app.shelf(id).recent_turns(id, task.question.id, most_chars).await?;
    // The low bits of a version 7 UUID are random: an answer that is asked for again is drawn anew.
    let seed = (task.answer.0.as_u128() & u128::from(u32::MAX)) as u32;
    let person = app.person();
    let recalled = app.recall(&task.conversation, &messages, provider).await?;
    let mut shown = window(role, &person, &messages, context_tokens);
    shown.extend(recalled.said_in());
    let past = app.remember_past(&task.conversation, &messages, shown, provider).await?;
    let mut told = Told::read(task, &messages, app.clock());
    told.situate(past.question_vector().and_then(|vector| app.sign_of_field(vector)));
    let choice = app.choose_style(role, told.style_question(task)).await?;
    let style = choice.trace.style;
    draft.events = told.events(app, task, role, &choice);
    draft.origin.style = Some(choice.trace);
    let (memories, quotes) = (recalled.quoted(), past.quoted());
    let found = Found { person: &person, memories: &memories, past: &quotes };
    let mut prompt = prompt(role, style, found, &messages, context_tokens);
    prompt.request.sampling.seed = seed;
    let origin = &mut draft.origin;
    (origin.memories, origin.left_out, origin.settled_memories) = recalled.uses(&prompt.told_memories);
    (origin.past, origin.past_left_out) = past.uses(&prompt.told_past);
    origin.shares = Some(prompt.shares);
    draft.language = prompt.language;
    draft.origin.dropped_messages = left_out + prompt.dropped;
    draft.origin.personalisation_ms = begun.elapsed().as_secs_f64() * 1000.0;
    Ok(prompt.request)
}

async fn pass_on(
    app: &App,
    task: &Task,
    mut stream: ChatStream,
    stop: &CancellationToken,
    send: &(impl Fn(AnswerEvent) + Sync),
    draft: &mut Draft,
) -> Result<FinishReason, Error> {
    let canceller = stream.canceller();
    let shelf = app.shelf(task.conversation.id);
    let mut flush = interval(FLUSH);
    flush.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut flushed = 0;
    loop {
        tokio::select! {
            event = stream.events.recv() => match event {
                Some(ChatEvent::Preparing(reason)) => send(AnswerEvent::Preparing { reason: preparing(reason) }),
                Some(ChatEvent::Started { prompt_tokens, reused_tokens, dropped_turns }) => {
                    draft.origin.prompt_tokens = prompt_tokens;
                    draft.origin.reused_tokens = reused_tokens;
                    draft.origin.dropped_messages += dropped_turns;
                    send(AnswerEvent::Started { origin: Box::new(draft.origin.clone().into()) });
                }
                Some(ChatEvent::Token(text)) => {
                    let text = draft.restorer.push(&text);
                    if !text.is_empty() {
                        draft.text += &text;
                        send(AnswerEvent::Token { text });
                    }
                }
                Some(ChatEvent::Done { reason, tokens, ttft_ms, tokens_per_s }) => {
                    draft.origin.tokens = tokens;
                    draft.origin.ttft_ms = ttft_ms;
                    draft.origin.tokens_per_s = tokens_per_s;
                    return Ok(reason);
                }
                Some(ChatEvent::Failed(error)) => return Err(error.into()),
                None => return Err(ChatError::Internal("the model went away without a word".to_owned()).into()),
            },
            () = stop.cancelled(), if !canceller.is_cancelled() => canceller.cancel(),
            _ = flush.tick(), if flushed < draft.text.len() => {
                // A full disk must not end the answer on the screen; the last write will say so.
                match shelf.append(task.conversation.id, task.answer, &draft.text).await {
                    Ok(()) => flushed = draft.text.len(),
                    Err(error) => tracing::warn!(%error, "what has come of an answer could not be kept yet"),
                }
            }
        }
    }
}

async fn finish(
    app: &App,
    task: &Task,
    role: Option<&RoleTemplate>,
    draft: Draft,
) -> Result<AnswerOutcome, Error> {
    let Draft { mut text, origin, language, mut restorer, end, events: _ } = draft;
    text += &restorer.finish();
    let (status, error) = match end {
        Some(Ok(FinishReason::Cancelled)) => (MessageStatus::Stopped, None),
        Some(Ok(FinishReason::Stop | FinishReason::Length)) => (MessageStatus::Complete, None),
        Some(Err(error)) => (MessageStatus::Failed, Some(error.body())),
        None => (MessageStatus::Interrupted, None),
    };
    let mut events = Vec::new();
    let adherence = match (status, role) {
        (MessageStatus::Complete, Some(role)) => {
            let styled = origin.style.as_ref().map(|trace| restyle(role, trace.style));
            let adherence = measure_adherence(styled.as_ref().unwrap_or(role), language, &text);
            let kind = EventKind::AdherenceMeasured { score: adherence.score };
            events.push(NewEvent { message: Some(task.answer), kind });
            Some(adherence)
        }
        _ => None,
    };
    if status == MessageStatus::Stopped {
        let kind = EventKind::AnswerStopped { tokens: origin.tokens };
        events.push(NewEvent { message: Some(task.answer), kind });
    }
    let memories: Vec<_> = origin.memories.iter().map(|used| used.id).collect();
    if !memories.is_empty() && matches!(status, MessageStatus::Complete | MessageStatus::Stopped) {
        let kind = EventKind::MemoriesUsed { memories };
        events.push(NewEvent { message: Some(task.answer), kind });
    }
    let failure =
        error.as_ref().map(|error| Failure { code: error.code.name(), sentence: error.message.clone() });
    let ending = Ending { status, text, origin: Some(origin), adherence, failure, events };
    let id = task.conversation.id;
    let finished = app.shelf(id).finish(id, task.answer, ending).await?;
    let conversation = app.publish_conversation(finished.conversation);
    let answer = view(finished.answer);
    if !conversation.temporary {
        app.publish(Event::MessageChanged { conversation: id, message: Box::new(answer.clone()) });
    }
    app.meaning().wake();
    Ok(AnswerOutcome { conversation, answer, error })
}

fn preparing(reason: Preparing) -> PreparingReason {
    match reason {
        Preparing::LoadingModel => PreparingReason::LoadingModel,
        Preparing::RestartingEngine => PreparingReason::RestartingEngine,
        Preparing::Retrying { .. } => PreparingReason::Retrying,
    }
}
