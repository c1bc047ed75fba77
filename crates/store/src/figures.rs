//! Figures about the profile: how much there is, how fast models were, whether the file is sound.

use std::collections::BTreeMap;

use attune_domain::{AnswerOrigin, ModelId};
use sea_orm::ConnectionTrait;

use crate::write::query;
use crate::{Store, StoreError};

/// How many answers the speed of a model is taken from.
const RECENT_ANSWERS: i64 = 200;

/// How much there is that is not deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Conversations.
    pub conversations: u64,
    /// Messages in them.
    pub messages: u64,
}

/// How fast a local model was of late.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSpeed {
    /// Which.
    pub model: ModelId,
    /// The median of its recent answers, in tokens a second after the first token.
    pub tokens_per_s: f64,
    /// How many answers that is.
    pub answers: u32,
}

impl Store {
    /// How much there is.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM conversations WHERE deleted_at IS NULL), \
                   (SELECT count(*) FROM conversations c CROSS JOIN messages m ON m.conversation = c.id \
                    WHERE c.deleted_at IS NULL)";
        let Some(row) = self.reader.query_one_raw(query(sql, [])).await? else {
            return Ok(Counts::default());
        };
        let count = |at| row.try_get_by_index::<i64>(at).map(|count| u64::try_from(count).unwrap_or(0));
        Ok(Counts { conversations: count(0)?, messages: count(1)? })
    }

    /// How fast each local model was in the newest answers, by id.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn model_speeds(&self) -> Result<Vec<ModelSpeed>, StoreError> {
        let sql = "SELECT origin FROM messages WHERE origin IS NOT NULL ORDER BY local DESC LIMIT ?";
        let rows = self.reader.query_all_raw(query(sql, [RECENT_ANSWERS.into()])).await?;
        let mut speeds: BTreeMap<ModelId, Vec<f64>> = BTreeMap::new();
        for row in rows {
            let origin: String = row.try_get_by_index(0)?;
            // What a person wrote over an answer says nothing of its model again.
            if let Ok(AnswerOrigin { model: Some(model), tokens_per_s, edited_from: None, .. }) =
                serde_json::from_str(&origin)
                && tokens_per_s > 0.0
            {
                speeds.entry(model).or_default().push(tokens_per_s);
            }
        }
        let medians = speeds.into_iter().map(|(model, mut speeds)| {
            speeds.sort_by(f64::total_cmp);
            let answers = u32::try_from(speeds.len()).unwrap_or(u32::MAX);
            ModelSpeed { model, tokens_per_s: speeds[speeds.len() / 2], answers }
        });
        Ok(medians.collect())
    }

    /// What is wrong with the file; empty if it is sound. Reads all of it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the damage is such that the check itself fails.
    pub async fn integrity_check(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.reader.query_all_raw(query("PRAGMA integrity_check(20)", [])).await?;
        let found = rows.iter().map(|row| row.try_get_by_index::<String>(0));
        let mut problems: Vec<String> = found.collect::<Result<_, _>>()?;
        problems.retain(|problem| problem != "ok");
        let rows = self.reader.query_all_raw(query("PRAGMA foreign_key_check", [])).await?;
        for row in rows {
            let table: String = row.try_get_by_index(0)?;
            problems.push(format!("a row of {table} points to one that is not there"));
        }
        Ok(problems)
    }
}
