//! Search over everything that was said.

use attune_wire::{SearchHit, SearchMessages, SnippetPart};

use crate::{App, Error};

/// The longest query, in characters: longer ones are pasted text, and their beginning finds it.
const QUERY_CHARS: usize = 200;

/// Finds messages and titles, best first.
///
/// # Errors
/// [`Error::Store`].
pub async fn search_messages(app: &App, request: SearchMessages) -> Result<Vec<SearchHit>, Error> {
    let query: String = request.query.chars().take(QUERY_CHARS).collect();
    let hits = app.store().search(&query, request.limit.min(200)).await?;
    Ok(hits
        .into_iter()
        .map(|hit| SearchHit {
            conversation: hit.conversation,
            title: hit.title,
            role: hit.role,
            message: hit.message,
            author: hit.author.map(Into::into),
            snippet: hit
                .snippet
                .into_iter()
                .map(|part| SnippetPart { text: part.text, hit: part.hit })
                .collect(),
            at: hit.at.0,
        })
        .collect())
}
