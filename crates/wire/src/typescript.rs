//! The TypeScript of everything above: one file that the UI imports and that a check compares.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::*;

const HEADER: &str = "// Generated from crates/wire by `cargo xtask types`. Do not edit.\n\n";

/// The generated files: name below `ui/src/lib/wire/` and text.
#[must_use]
pub fn files() -> Vec<(&'static str, String)> {
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config: &config, seen: HashSet::new(), text: BTreeMap::new() };
    let mut calls = String::new();
    let mut streams = String::new();

    macro_rules! collect {
        (
            calls { $($call:ident($request:ty) -> $response:ty;)* }
            streams { $($stream:ident($stream_request:ty, $piece:ty) -> $stream_response:ty;)* }
        ) => {
            $(
                declarations.visit::<$request>();
                declarations.visit::<$response>();
                calls += &format!(
                    "  {}: [{}, {}];\n",
                    stringify!($call), <$request>::name(&config), <$response>::name(&config),
                );
            )*
            $(
                declarations.visit::<$stream_request>();
                declarations.visit::<$piece>();
                declarations.visit::<$stream_response>();
                streams += &format!(
                    "  {}: [{}, {}, {}];\n",
                    stringify!($stream),
                    <$stream_request>::name(&config), <$piece>::name(&config), <$stream_response>::name(&config),
                );
            )*
        };
    }
    crate::for_each_command!(collect);
    declarations.visit::<Event>();
    declarations.visit::<ErrorBody>();

    let mut text = HEADER.to_owned();
    text += &format!(
        "/** The longest question, in characters. */\nexport const QUESTION_CHARS = {QUESTION_CHARS};\n\n\
         /** The most images and recordings beside one question. */\nexport const MOST_ATTACHMENTS = {MOST_ATTACHMENTS};\n\n\
         /** The largest recording, in bytes. */\nexport const MOST_RECORDING_BYTES = {MOST_RECORDING_BYTES};\n\n\
         /** The most of a recording that is handed over at once, in bytes. */\nexport const MOST_SLICE_BYTES = {MOST_SLICE_BYTES};\n\n"
    );
    for declaration in declarations.text.values() {
        text += declaration;
        text += "\n\n";
    }
    text += "/** Commands that answer once: name to request and response. */\nexport type Commands = {\n";
    text += &calls;
    text +=
        "};\n\n/** Commands that stream: name to request, piece and response. */\nexport type Streams = {\n";
    text += &streams;
    text += "};\n";
    vec![("wire.ts", text)]
}

struct Declarations<'c> {
    config: &'c Config,
    seen: HashSet<TypeId>,
    text: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Only types of our own have a file to go to; text, numbers and lists are part of the language.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.text.insert(T::ident(self.config), format!("{docs}export {}", T::decl(self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_named_type_is_declared() {
        let (_, text) = super::files().remove(0);
        for name in
            ["Ask", "AnswerEvent", "MessageView", "ErrorCode", "Event", "InstallProgress", "SnippetPart"]
        {
            assert!(text.contains(&format!("export type {name} =")), "{name} is missing");
        }
        assert!(text.contains("ask: [Ask, AnswerEvent, AnswerOutcome];"));
        assert!(!text.contains("bigint"));
    }
}
