//! Search over everything that was said: by its words, and where a query is more than a word or two, by its meaning.

use std::collections::HashSet;

use attune_domain::MessageId;
use attune_persona::recall::excerpt;
use attune_store::PastMessage;
use attune_wire::{SearchHit, SearchMessages, SnippetPart};

use crate::{App, Error};

/// The longest query, in characters: longer ones are pasted text, and their beginning finds it.
const QUERY_CHARS: usize = 200;

/// Fewer words mean too many things to be compared by more than their letters.
const WORDS_THAT_MEAN: usize = 3;

/// Messages that are found by their meaning alone.
const MOST_MEANT: usize = 8;

/// How many messages of a conversation may lie beside each other, of which the best is shown.
const PER_CONVERSATION: usize = 3;

/// How long a piece of such a message is, in characters.
const SNIPPET_CHARS: usize = 160;

/// Finds titles and messages that have all words, best first; then messages that say it in other words.
///
/// # Errors
/// [`Error::Store`].
pub async fn search_messages(app: &App, request: SearchMessages) -> Result<Vec<SearchHit>, Error> {
    let query: String = request.query.chars().take(QUERY_CHARS).collect();
    let limit = request.limit.min(200);
    let hits = app.store().search(&query, limit).await?;
    let room = (limit as usize).saturating_sub(hits.len()).min(MOST_MEANT);
    let mut meant = Vec::new();
    if room > 0 && query.split_whitespace().count() >= WORDS_THAT_MEAN {
        let known: HashSet<MessageId> = hits.iter().filter_map(|hit| hit.message).collect();
        meant = app.find_meant(&query, room * PER_CONVERSATION + known.len()).await?;
        meant.retain(|past| !known.contains(&past.message));
        // A question and its answer mean about the same; the best of a conversation leads to both.
        let mut conversations = HashSet::new();
        meant.retain(|past| conversations.insert(past.conversation));
        meant.truncate(room);
    }
    let by_words = hits.into_iter().map(|hit| SearchHit {
        conversation: hit.conversation,
        title: hit.title,
        role: hit.role,
        message: hit.message,
        author: hit.author.map(Into::into),
        snippet: hit.snippet.into_iter().map(|part| SnippetPart { text: part.text, hit: part.hit }).collect(),
        at: hit.at.0,
    });
    Ok(by_words.chain(meant.into_iter().map(|past| shown(past, &query))).collect())
}

fn shown(past: PastMessage, query: &str) -> SearchHit {
    let text = excerpt(&past.text, query, SNIPPET_CHARS);
    SearchHit {
        conversation: past.conversation,
        title: past.title,
        role: past.role,
        message: Some(past.message),
        author: Some(past.author.into()),
        snippet: vec![SnippetPart { text, hit: false }],
        at: past.at.0,
    }
}
