//! Searching the texts of all messages and the titles of all conversations.

use std::collections::HashSet;

use attune_domain::{Author, ConversationId, MessageId, RoleId, Timestamp};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::messages::SAID;
use crate::write::query;
use crate::{Store, StoreError};

mod snippet;
mod terms;

pub use snippet::SnippetPart;
use snippet::snippet;
use terms::Terms;

/// The most hits that are given.
const MOST_HITS: u32 = 200;

/// How many matching messages are ranked, newest first. More match only words that are everywhere, among
/// which the newest are as good as any.
const RANKED: i64 = 2_000;

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// Its conversation.
    pub conversation: ConversationId,
    /// Its conversation's title.
    pub title: String,
    /// Its conversation's role.
    pub role: RoleId,
    /// The message; none if only the title fits.
    pub message: Option<MessageId>,
    /// Who wrote it; none if only the title fits.
    pub author: Option<Author>,
    /// A piece of the text around what was found.
    pub snippet: Vec<SnippetPart>,
    /// When the message was begun, or the conversation last changed.
    pub at: Timestamp,
}

const TITLES: &str = "SELECT c.id AS conversation, c.title, c.role, c.updated_at AS at, c.title AS text, \
        NULL AS message, NULL AS author \
    FROM title_words CROSS JOIN conversations c ON c.local = title_words.rowid \
    WHERE title_words MATCH ?1 AND c.deleted_at IS NULL \
    ORDER BY title_words.rank, c.updated_at DESC LIMIT ?2";

fn messages() -> String {
    format!(
        "WITH matching (local, score) AS MATERIALIZED ( \
        SELECT rowid, bm25(message_words) FROM message_words WHERE message_words MATCH ?1 \
        ORDER BY rowid DESC LIMIT ?3 \
    ), best (local, score) AS MATERIALIZED ( \
        SELECT matching.local, score FROM matching \
        CROSS JOIN messages m ON m.local = matching.local \
        CROSS JOIN conversations c ON c.id = m.conversation \
        WHERE m.deleted_at IS NULL AND c.deleted_at IS NULL \
        ORDER BY score, matching.local DESC LIMIT ?2 \
    ) \
    SELECT c.id AS conversation, c.title, c.role, m.created_at AS at, \
        {SAID} AS text, m.id AS message, m.author \
    FROM best CROSS JOIN messages m ON m.local = best.local \
    CROSS JOIN conversations c ON c.id = m.conversation \
    ORDER BY best.score, best.local DESC"
    )
}

/// For what holds no word at all, such as `=>`: the index knows words only.
const TITLES_WITH: &str = "SELECT id AS conversation, title, role, updated_at AS at, title AS text, \
        NULL AS message, NULL AS author \
    FROM conversations WHERE deleted_at IS NULL AND instr(title, ?1) > 0 \
    ORDER BY updated_at DESC LIMIT ?2";

fn messages_with() -> String {
    format!(
        "SELECT c.id AS conversation, c.title, c.role, m.created_at AS at, \
        {SAID} AS text, \
        m.id AS message, m.author \
    FROM messages m CROSS JOIN conversations c ON c.id = m.conversation \
    WHERE (instr(m.text, ?1) > 0 OR instr(m.attached, ?1) > 0) AND m.status <> 'streaming' AND m.deleted_at IS NULL \
        AND c.deleted_at IS NULL \
    ORDER BY m.local DESC LIMIT ?2"
    )
}

impl Store {
    /// Finds conversations whose title has all words of the query, then messages whose text has, best first.
    /// The last word may be unfinished. Everything a person types is text: there are no operators.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn search(&self, text: &str, limit: u32) -> Result<Vec<SearchHit>, StoreError> {
        let limit = limit.min(MOST_HITS);
        let terms = Terms::of(text);
        if terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let (titles, messages) = match terms.match_expression() {
            Some(words) => (
                self.reader.query_all_raw(query(TITLES, [words.clone().into(), limit.into()])).await?,
                self.reader
                    .query_all_raw(query(&messages(), [words.into(), limit.into(), RANKED.into()]))
                    .await?,
            ),
            None => (
                self.reader
                    .query_all_raw(query(TITLES_WITH, [terms.verbatim().into(), limit.into()]))
                    .await?,
                self.reader
                    .query_all_raw(query(&messages_with(), [terms.verbatim().into(), limit.into()]))
                    .await?,
            ),
        };
        let messages = hits(&messages, &terms)?;
        let found: HashSet<ConversationId> = messages.iter().map(|hit| hit.conversation).collect();
        let mut all = hits(&titles, &terms)?;
        all.retain(|hit| !found.contains(&hit.conversation));
        all.extend(messages);
        all.truncate(limit as usize);
        Ok(all)
    }
}

#[derive(FromQueryResult)]
struct Row {
    conversation: Uuid,
    title: String,
    role: String,
    at: i64,
    text: String,
    message: Option<Uuid>,
    author: Option<String>,
}

fn hits(rows: &[QueryResult], terms: &Terms) -> Result<Vec<SearchHit>, StoreError> {
    let hit = |row: &QueryResult| {
        let row = Row::from_query_result(row, "")?;
        Ok(SearchHit {
            conversation: ConversationId(row.conversation),
            title: row.title,
            role: RoleId::new(row.role).map_err(|error| StoreError::Corrupt { detail: error.to_string() })?,
            message: row.message.map(MessageId),
            author: row.author.map(|author| crate::messages::named(&author, Author::Assistant)),
            snippet: snippet(&row.text, terms),
            at: Timestamp(row.at),
        })
    };
    rows.iter().map(hit).collect()
}
