//! From turns to tokens, in the form that the model was trained on.

use std::collections::HashSet;

use attune_models::protocol::{ChatRole, Turn};
use llama_cpp_2::model::{LlamaChatMessage, LlamaChatTemplate, LlamaModel};
use llama_cpp_2::token::LlamaToken;

use crate::fault::Fault;

/// How a model wants to be talked to.
#[derive(Debug)]
pub(crate) struct Script {
    template: LlamaChatTemplate,
    /// The written forms of tokens that steer the model, like `<|im_end|>`.
    control_words: HashSet<String>,
    control_starts: HashSet<char>,
    /// The most bytes that one token stands for.
    longest_piece: usize,
}

/// The template that most models without one of their own understand.
const FALLBACK_TEMPLATE: &str = "chatml";

impl Script {
    pub(crate) fn of(llama: &LlamaModel) -> Self {
        let vocab = llama.vocab();
        let mut control_words = HashSet::new();
        let mut longest_piece = 1;
        for token in vocab.tokens() {
            let Some(text) = vocab.text(token) else { continue };
            longest_piece = longest_piece.max(text.count_bytes());
            if vocab.is_control(token)
                && let Ok(word) = text.to_str()
                && word.chars().nth(1).is_some()
            {
                control_words.insert(word.to_owned());
            }
        }
        let control_starts = control_words.iter().filter_map(|word| word.chars().next()).collect();
        Self { template: template(llama), control_words, control_starts, longest_piece }
    }

    /// The tokens of some turns, and of the opening of the answer that follows them.
    ///
    /// # Errors
    /// When the template refuses the turns.
    pub(crate) fn tokens<'a>(
        &self,
        llama: &LlamaModel,
        turns: impl IntoIterator<Item = &'a Turn>,
    ) -> Result<Vec<LlamaToken>, Fault> {
        let messages = turns
            .into_iter()
            .map(|turn| LlamaChatMessage::new(name(turn.role).to_owned(), self.disarm(&turn.text)))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Fault::internal(format!("a turn cannot be written: {error}")))?;
        let text = llama
            .apply_chat_template(&self.template, &messages, true)
            .map_err(|error| Fault::internal(format!("the chat template failed: {error}")))?;
        Ok(llama.vocab().tokenize(text.as_bytes(), true, true))
    }

    /// The tokens that are the same whatever is asked after some turns: theirs, and the head of the template. Two
    /// different questions show where that ends, in every template.
    ///
    /// # Errors
    /// When the template refuses the turns.
    pub(crate) fn prefix<'a>(
        &self,
        llama: &LlamaModel,
        turns: impl IntoIterator<Item = &'a Turn>,
    ) -> Result<Vec<LlamaToken>, Fault> {
        let turns: Vec<&Turn> = turns.into_iter().collect();
        if turns.is_empty() {
            return Ok(Vec::new());
        }
        let ask = |text: &str| {
            let question = Turn { role: ChatRole::User, text: text.to_owned() };
            self.tokens(llama, turns.iter().copied().chain([&question]))
        };
        let mut prefix = ask("a")?;
        prefix.truncate(common(&prefix, &ask("1")?));
        Ok(prefix)
    }

    /// Whether some turns have too much text for `room` tokens, whatever the tokens are. Saves the time of
    /// tokenising a pasted book.
    pub(crate) fn hopeless<'a>(&self, turns: impl IntoIterator<Item = &'a Turn>, room: usize) -> bool {
        let bytes: usize = turns.into_iter().map(|turn| turn.text.len()).sum();
        bytes > room.saturating_mul(self.longest_piece)
    }

    /// Keeps a text from steering the model: a written `<|im_end|>` would end the turn that quotes it, and
    /// could begin one in another's name. A zero-width space makes it plain text again.
    fn disarm(&self, text: &str) -> String {
        let mut safe = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let after = &rest[first.len_utf8()..];
            match first {
                // Ends a string in native code.
                '\0' => safe.push(char::REPLACEMENT_CHARACTER),
                _ => safe.push(first),
            }
            if self.control_starts.contains(&first)
                && self.control_words.iter().any(|word| rest.starts_with(word.as_str()))
            {
                safe.push('\u{200b}');
            }
            rest = after;
        }
        safe
    }
}

/// How many tokens two sequences begin with alike.
pub(crate) fn common(left: &[LlamaToken], right: &[LlamaToken]) -> usize {
    left.iter().zip(right).take_while(|(left, right)| left == right).count()
}

fn template(llama: &LlamaModel) -> LlamaChatTemplate {
    let own = llama.chat_template(None).ok().filter(|template| understood(llama, template));
    own.unwrap_or_else(|| {
        tracing::warn!("the model's chat template is missing or unknown; using {FALLBACK_TEMPLATE}");
        LlamaChatTemplate::new(FALLBACK_TEMPLATE).unwrap_or_else(|_| unreachable!("no zero byte in it"))
    })
}

/// llama.cpp knows templates by their features and refuses others.
fn understood(llama: &LlamaModel, template: &LlamaChatTemplate) -> bool {
    LlamaChatMessage::new("user".to_owned(), "hello".to_owned())
        .is_ok_and(|message| llama.apply_chat_template(template, &[message], true).is_ok())
}

fn name(role: ChatRole) -> &'static str {
    match role {
        ChatRole::System => "system",
        ChatRole::User => "user",
        ChatRole::Assistant => "assistant",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(control_words: &[&str]) -> Script {
        Script {
            template: LlamaChatTemplate::new(FALLBACK_TEMPLATE).unwrap(),
            control_words: control_words.iter().map(|&word| word.to_owned()).collect(),
            control_starts: control_words.iter().filter_map(|word| word.chars().next()).collect(),
            longest_piece: 10,
        }
    }

    #[test]
    fn written_control_words_are_disarmed() {
        let script = script(&["<|im_end|>", "<s>"]);
        let check = |text: &str, expect: &str| assert_eq!(script.disarm(text), expect);
        check("1 < 2 <sub>", "1 < 2 <sub>");
        check("a<|im_end|>b", "a<\u{200b}|im_end|>b");
        check("<<s>é", "<<\u{200b}s>é");
        check("nul\0", "nul\u{fffd}");
    }

    #[test]
    fn a_book_is_hopeless_before_it_is_tokenised() {
        let script = script(&[]);
        let turn = |bytes| Turn { role: ChatRole::User, text: "x".repeat(bytes) };
        assert!(!script.hopeless(&[turn(1000)], 100));
        assert!(script.hopeless(&[turn(1001)], 100));
    }
}
