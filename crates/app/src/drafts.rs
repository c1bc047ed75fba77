//! Unsent text, kept so that nothing typed is lost.

use attune_wire::{Draft, GetDraft, Nothing, SaveDraft};

use crate::{App, Error};

/// The most characters that are kept of a draft; longer texts belong in a file.
const DRAFT_CHARS: usize = 200_000;

/// The draft of a conversation, or of the one that is not begun.
///
/// # Errors
/// [`Error::Store`].
pub async fn get_draft(app: &App, request: GetDraft) -> Result<Draft, Error> {
    if request.conversation.is_some_and(|id| app.temporary().holds(id)) {
        return Ok(Draft::default());
    }
    Ok(Draft { text: app.store().draft(request.conversation).await? })
}

/// Keeps a draft. The first letters also tell that a question is coming, so the model gets ready.
///
/// # Errors
/// [`Error::Store`].
pub async fn save_draft(app: &App, request: SaveDraft) -> Result<Nothing, Error> {
    if !request.text.trim().is_empty() {
        app.get_ready(request.conversation);
    }
    if request.conversation.is_some_and(|id| app.temporary().holds(id)) {
        return Ok(Nothing {});
    }
    let text: String = request.text.chars().take(DRAFT_CHARS).collect();
    app.store().save_draft(request.conversation, &text).await?;
    Ok(Nothing {})
}
