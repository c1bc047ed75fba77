//! The past in answers: what was said in other conversations, and long ago in this one, is found where it
//! matters to a question and quoted beside it.
//!
//! Nothing comes from temporary conversations, which are in no database; nothing from deleted ones; nothing that
//! the person had forgotten. Ranking is by words and by the meaning of the whole; comparing word by word where they
//! stand would need vectors of every word, some kilobytes a message, and is left to the evaluation.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use attune_domain::memory::{MemoryReason, MemoryState};
use attune_domain::{
    Author, Conversation, Embedding, Message, MessageId, ModelId, PastUse, ProviderConfig,
    QuantisedEmbedding, SettingKey,
};
use attune_persona::recall::{FITS, Recalled, excerpt};
use attune_persona::{QuotedTurn, Speaker};
use attune_store::PastMessage;
use attune_wire::{PastMessageView, ReadPast};

use crate::clock::Clock;
use crate::{App, Error};

mod index;

pub(crate) use index::Past;
use index::{Asked, Said, aside};

/// How long a question waits for the past, when it was not read before or a model is being loaded just then. After
/// that it is answered without.
const PATIENCE: Duration = Duration::from_secs(1);

/// The most messages that are quoted. More would be more than a small model takes into account.
const MOST_TOLD: usize = 3;
/// The most that are named as left out.
const MOST_LEFT_OUT: usize = 6;
/// How many of the best are looked at.
const LOOKED_AT: usize = 24;
/// How near a message has to be to what a person searches for. In the test of screenshots and recordings, what is told in other
/// words and found lies at 0.37 and above, and to what nobody ever spoke of nothing is nearer than 0.28.
const MEANT: f32 = 0.35;
/// The longest quote, in characters.
const QUOTE_CHARS: usize = 320;
/// The most messages that can be asked for at once.
const MOST_READ: usize = 64;

/// What of the past matters to a question.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    chosen: Vec<(PastUse, QuotedTurn)>,
    left_out: Vec<PastUse>,
    /// Where the question lies in the embedder's space.
    question: Option<Embedding>,
}

/// Messages of the past as they stand now; those that are gone are missing.
///
/// # Errors
/// [`Error::Invalid`] for too many, [`Error::Store`].
pub async fn read_past(app: &App, request: ReadPast) -> Result<Vec<PastMessageView>, Error> {
    if request.messages.len() > MOST_READ {
        return Err(Error::Invalid(format!("At most {MOST_READ} messages can be read at once.")));
    }
    let messages = app.store().past_messages(&request.messages).await?;
    let view = |message: PastMessage| PastMessageView {
        message: message.message,
        conversation: message.conversation,
        title: message.title,
        apart: message.apart,
        author: message.author.into(),
        text: excerpt(&message.text, "", QUOTE_CHARS),
        at: message.at.0,
    };
    Ok(messages.into_iter().map(view).collect())
}

impl App {
    /// What of the past matters to the question at the end of `messages`, of which the prompt tells `told`
    /// already. A provider gets none, unless the person lets it read memories and policy does too.
    pub(crate) async fn remember_past(
        &self,
        conversation: &Conversation,
        messages: &[Message],
        told: HashSet<MessageId>,
        provider: Option<&ProviderConfig>,
    ) -> Result<Remembered, Error> {
        let Some(question) = messages.last() else { return Ok(Remembered::default()) };
        if conversation.temporary || !self.switch(SettingKey::RecallUse) {
            return Ok(Remembered::default());
        }
        let (found, vector) = match tokio::time::timeout(PATIENCE, self.find_past(question, told)).await {
            Ok(found) => found?,
            Err(_) => {
                tracing::debug!("a question was answered without the past, which was not read yet");
                (Vec::new(), None)
            }
        };
        let ids: Vec<MessageId> = found.iter().map(|(said, _)| said.message).collect();
        let mut texts: HashMap<MessageId, PastMessage> =
            self.store().past_messages(&ids).await?.into_iter().map(|past| (past.message, past)).collect();
        for replaced in self.store().replaced_by_hand(&ids).await? {
            texts.remove(&replaced);
        }
        let mut remembered = Remembered { question: vector, ..Remembered::default() };
        for (said, recalled) in &found {
            // Another program may have deleted it just now.
            let Some(past) = texts.remove(&said.message).filter(|past| tells_more(past, question)) else {
                continue;
            };
            if remembered.chosen.len() < MOST_TOLD {
                remembered
                    .chosen
                    .push((used(said, recalled), quoted(&past, question, recalled.fit, self.clock())));
            } else if remembered.left_out.len() < MOST_LEFT_OUT {
                let used = PastUse { reason: MemoryReason::Weaker, ..used(said, recalled) };
                remembered.left_out.push(used);
            }
        }
        Ok(if self.may_read_memories(provider) { remembered } else { remembered.withheld() })
    }

    /// Begins to make everything ready that the search in the past needs.
    pub(crate) fn prepare_past(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.read_past().await {
                tracing::warn!(%error, "what was said before could not be read");
            }
        });
    }

    /// Reads what was said and loads what the search needs, so that a question need not wait for it.
    pub(crate) async fn read_past(&self) -> Result<(), Error> {
        if !self.switch(SettingKey::RecallUse) {
            return Ok(());
        }
        let embedder = self.embedder();
        let model = embedder.as_ref().map(|(model, _)| model);
        drop(self.past().read_on(self.store(), model).await?);
        if let Some((_, embedder)) = embedder
            && let Err(error) = embedder.embed_statement("Is anybody there?").await
        {
            tracing::warn!(%error, "the embedder could not be made ready");
        }
        Ok(())
    }

    /// The messages that mean what a text says, in whatever words, best first, at most `most`. None where the embedder is
    /// not there, or what was said is not read yet: then they are found the next time.
    pub(crate) async fn find_meant(&self, text: &str, most: usize) -> Result<Vec<PastMessage>, Error> {
        let Some((model, handle)) = self.embedder() else { return Ok(Vec::new()) };
        let find = async {
            // A search asks for what it describes, and the embedder was trained to tell the two apart: taken as a statement, "the
            // staff outing" is nearer to whatever is said of staff.
            let whole = match handle.embed_query(text).await {
                Ok(whole) => whole,
                Err(error) => {
                    tracing::warn!(%error, "a search could not be compared with the past");
                    return Ok(Vec::new());
                }
            };
            let index = self.past().read_on(self.store(), Some(&model)).await?;
            let (tell, found) = tokio::sync::oneshot::channel();
            let text = text.to_owned();
            drop(aside(index, move |index| tell.send(index.about(&text, &whole, LOOKED_AT))).await);
            let mut found: Vec<(Said, Recalled)> = found.await.unwrap_or_default();
            // Words were looked for already; where they differ, the whole alone tells best what is meant.
            found.retain(|(_, recalled)| recalled.nearness() >= MEANT);
            found.sort_by(|(_, one), (_, other)| other.nearness().total_cmp(&one.nearness()));
            Ok::<_, Error>(found.into_iter().map(|(said, _)| said.message).take(most).collect())
        };
        let ids: Vec<MessageId> = match tokio::time::timeout(PATIENCE, find).await {
            Ok(found) => found?,
            Err(_) => {
                self.prepare_past();
                Vec::new()
            }
        };
        let mut found = self.store().past_messages(&ids).await?;
        found.sort_by_key(|past| ids.iter().position(|id| *id == past.message));
        Ok(found)
    }

    async fn find_past(
        &self,
        question: &Message,
        told: HashSet<MessageId>,
    ) -> Result<(Vec<(Said, Recalled)>, Option<Embedding>), Error> {
        let embedder = self.embedder();
        let model = embedder.as_ref().map(|(model, _)| model);
        let embed = async {
            let (_, handle) = embedder.as_ref()?;
            let whole = handle.embed_statement(question.text.as_str()).await;
            whole
                .inspect_err(|error| tracing::warn!(%error, "a question could not be compared with the past"))
                .ok()
        };
        let (whole, index, untold, apart) = tokio::join!(
            embed,
            self.past().read_on(self.store(), model),
            self.untold(),
            self.store().conversations_apart()
        );
        if let (Some(model), Some(whole)) = (model, &whole) {
            self.keep_vector(model.clone(), question.id, whole.quantised());
        }
        let asked = Asked {
            text: question.text.clone(),
            whole: whole.clone(),
            conversation: question.conversation,
            question: question.id,
            told,
            untold: untold?,
            apart: apart?,
        };
        let (tell, found) = tokio::sync::oneshot::channel();
        drop(aside(index?, move |index| tell.send(index.rank(&asked, LOOKED_AT))).await);
        let mut found = found.await.unwrap_or_default();
        found.retain(|(_, recalled)| recalled.fit >= FITS);
        // Among those that belong to the question, what belongs to it most goes first.
        found.sort_by(|(_, one), (_, other)| other.fit.total_cmp(&one.fit));
        Ok((found, whole))
    }

    /// Keeps the vector of a question that is made anyway, so that it is found from now on and not only when it was
    /// quiet for a while.
    fn keep_vector(&self, model: ModelId, question: MessageId, vector: QuantisedEmbedding) {
        self.interests().outdate();
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.store().keep_vectors(&model, &[(question, vector)]).await {
                tracing::warn!(%error, "a question's vector could not be kept");
            }
        });
    }

    /// The messages that told what the person had forgotten, or what no longer holds.
    async fn untold(&self) -> Result<HashSet<MessageId>, Error> {
        let history = self.store().memory_history().await?;
        let ended = history.memories.values().filter(|memory| memory.state() != MemoryState::Current);
        let erased = history.tombstones.values().filter_map(|tombstone| tombstone.message);
        Ok(ended.filter_map(|memory| memory.source.message()).chain(erased).collect())
    }
}

impl Remembered {
    /// Where the question lies in the embedder's space, where it was embedded.
    pub(crate) fn question_vector(&self) -> Option<&Embedding> {
        self.question.as_ref()
    }

    /// The messages as the prompt quotes them, best first.
    pub(crate) fn quoted(&self) -> Vec<QuotedTurn> {
        self.chosen.iter().map(|(_, quoted)| quoted.clone()).collect()
    }

    /// What went into the prompt and what did not, after those at `told` fitted.
    pub(crate) fn uses(self, told: &[usize]) -> (Vec<PastUse>, Vec<PastUse>) {
        let (mut taken, mut left_out) = (Vec::new(), Vec::new());
        for (at, (used, _)) in self.chosen.into_iter().enumerate() {
            if told.contains(&at) {
                taken.push(used);
            } else {
                left_out.push(PastUse { reason: MemoryReason::NoRoom, ..used });
            }
        }
        left_out.extend(self.left_out);
        (taken, left_out)
    }

    fn withheld(self) -> Self {
        let withheld = |(used, _)| PastUse { reason: MemoryReason::Withheld, ..used };
        Self {
            left_out: self.chosen.into_iter().map(withheld).collect(),
            chosen: Vec::new(),
            question: self.question,
        }
    }
}

/// Whether a message tells anything that the question does not say itself.
fn tells_more(past: &PastMessage, question: &Message) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(&past.text) != plain(&question.text)
}

fn used(said: &Said, recalled: &Recalled) -> PastUse {
    let by_words = recalled.why.words >= recalled.why.meaning + recalled.why.stance;
    PastUse {
        message: said.message,
        conversation: said.conversation,
        score: recalled.fit,
        reason: if by_words { MemoryReason::Words } else { MemoryReason::Meaning },
    }
}

fn quoted(past: &PastMessage, question: &Message, value: f32, clock: &Clock) -> QuotedTurn {
    QuotedTurn {
        speaker: match past.author {
            Author::Person => Speaker::Person,
            Author::Assistant => Speaker::Assistant,
        },
        day: clock.local(past.at).date().to_string(),
        text: excerpt(&past.text, &question.text, QUOTE_CHARS),
        value,
    }
}
