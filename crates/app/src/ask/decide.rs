//! Asking the person first: where nothing is covered by the settings, and a question would take something sensitive to
//! a provider, it is shown to them before it leaves.

use attune_domain::{
    Author, Conversation, Message, MessageId, ModelChoice, ProviderConfig, RoleTemplate, SensitiveKind,
};
use attune_persona::redact::ImageText;
use attune_store::NewAttachment;
use attune_wire::{Ask, Cover, FoundToLeave, LeavingPlace};

use super::prompt::{told, window};
use super::write::CHARS_PER_TOKEN;
use crate::{App, Error};

/// The most that is shown of what was found: a list that nobody reads helps nobody decide.
const MOST_SHOWN: usize = 60;

/// The longest piece that is shown, in characters; a private key has thousands.
const MOST_OF_ONE: usize = 120;

impl App {
    /// What the person is to decide about before this question is asked; nothing where it is decided already.
    pub(super) async fn undecided_in_question(
        &self,
        request: &Ask,
        question: &str,
        attached: Option<&[NewAttachment]>,
    ) -> Result<Vec<FoundToLeave>, Error> {
        if !self.is_undecided(request.cover) {
            return Ok(Vec::new());
        }
        let mut conversation = self.conversation_to_go_on(request.conversation).await?;
        if request.conversation.is_none() {
            conversation.temporary = request.temporary;
            if let Some(role) = &request.role {
                conversation.role = role.clone();
            }
        }
        let role = self.role(&conversation.role).await?;
        let Some(provider) = self.provider_asked(&role, request.model.clone().map(ModelChoice::from)).await
        else {
            return Ok(Vec::new());
        };
        let mut asked = self.to_be_asked(&conversation);
        question.clone_into(&mut asked.text);
        if let Some(attached) = attached {
            asked.attachments = attached.iter().map(|one| one.attachment().clone()).collect();
        }
        if let Some(other) = request.instead_of {
            let other = self.shelf(conversation.id).message(conversation.id, other).await?.message;
            asked.parent = other.parent;
            if attached.is_none() {
                asked.attachments = other.attachments;
            }
        }
        let mut messages = match asked.parent {
            Some(last) => self.told_until(&conversation, last, &provider).await?,
            None => Vec::new(),
        };
        messages.push(asked);
        let seen = match attached {
            Some(attached) if self.may_see_pixels(&provider) => self.seen_in(attached),
            _ => Vec::new(),
        };
        self.sensitive_in(&conversation, &role, &messages, &provider, seen).await
    }

    /// What stands in images, whatever the person has made of its text: as it looks, it leaves too.
    fn seen_in(&self, attached: &[NewAttachment]) -> Vec<String> {
        let reading = |one: &NewAttachment| self.waiting_images().look(one.attachment().id).ok()?.reading;
        attached.iter().filter_map(reading).map(|reading| ImageText::of(&reading).text().to_owned()).collect()
    }

    /// The same for a question that is asked again.
    pub(super) async fn undecided_again(
        &self,
        conversation: &Conversation,
        question: MessageId,
        wanted: Option<ModelChoice>,
        cover: Option<Cover>,
    ) -> Result<Vec<FoundToLeave>, Error> {
        if !self.is_undecided(cover) {
            return Ok(Vec::new());
        }
        let role = self.role(&conversation.role).await?;
        let Some(provider) = self.provider_asked(&role, wanted).await else { return Ok(Vec::new()) };
        let messages = self.told_until(conversation, question, &provider).await?;
        self.sensitive_in(conversation, &role, &messages, &provider, Vec::new()).await
    }

    /// The provider that would answer. Why none can is said where the answer is written.
    async fn provider_asked(
        &self,
        role: &RoleTemplate,
        wanted: Option<ModelChoice>,
    ) -> Option<ProviderConfig> {
        match self.choose_model(role, wanted).await {
            Ok(ModelChoice::Remote { provider }) => self.store().provider(&provider).await.ok(),
            _ => None,
        }
    }

    async fn told_until(
        &self,
        conversation: &Conversation,
        last: MessageId,
        provider: &ProviderConfig,
    ) -> Result<Vec<Message>, Error> {
        let most_chars = provider.context_tokens.saturating_mul(CHARS_PER_TOKEN);
        Ok(self.shelf(conversation.id).recent_turns(conversation.id, last, most_chars).await?.0)
    }

    /// What is sensitive in the question at the end of `messages` and in all that would be told with it for the first
    /// time.
    async fn sensitive_in(
        &self,
        conversation: &Conversation,
        role: &RoleTemplate,
        messages: &[Message],
        provider: &ProviderConfig,
        seen: Vec<String>,
    ) -> Result<Vec<FoundToLeave>, Error> {
        let Some((question, earlier)) = messages.split_last() else { return Ok(Vec::new()) };
        let mut texts = vec![(LeavingPlace::Question, question.text.clone())];
        let beside = question.read_beside();
        if !beside.is_empty() {
            texts.push((LeavingPlace::Attachment, beside));
        }
        texts.extend(seen.into_iter().map(|text| (LeavingPlace::Attachment, text)));
        if self.may_read_memories(Some(provider)) {
            let recalled = self.recall(conversation, messages, Some(provider)).await?;
            texts.extend(recalled.quoted().into_iter().map(|memory| (LeavingPlace::Memory, memory.text)));
            let mut shown = window(role, &self.person(), messages, provider.context_tokens);
            shown.extend(recalled.said_in());
            let past = self.remember_past(conversation, messages, shown, Some(provider)).await?;
            texts.extend(past.quoted().into_iter().map(|quoted| (LeavingPlace::Memory, quoted.text)));
        }
        texts.extend(untold(earlier, provider).iter().map(|message| (LeavingPlace::Earlier, told(message))));
        let found = self.find_to_leave(texts).await?;
        // A name alone is no reason to ask: almost every question has one.
        let is_reason = |kind| !matches!(kind, SensitiveKind::Name | SensitiveKind::Address);
        if !found.iter().any(|one| is_reason(one.kind)) {
            return Ok(Vec::new());
        }
        let shown =
            |one: FoundToLeave| FoundToLeave { text: one.text.chars().take(MOST_OF_ONE).collect(), ..one };
        Ok(found.into_iter().take(MOST_SHOWN).map(shown).collect())
    }
}

/// The messages that a provider was not told yet as they stand: those since its last answer for which nothing was
/// covered.
fn untold<'m>(earlier: &'m [Message], provider: &ProviderConfig) -> &'m [Message] {
    let knows = |message: &Message| {
        message.author == Author::Assistant
            && message.origin.as_ref().is_some_and(|origin| {
                origin.provider.as_ref() == Some(&provider.id) && origin.covered.is_empty()
            })
    };
    match earlier.iter().rposition(knows) {
        Some(at) => &earlier[at + 1..],
        None => earlier,
    }
}
