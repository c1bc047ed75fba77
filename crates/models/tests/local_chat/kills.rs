//! kill -9 of the engine, at every moment of a question's life.

use attune_models::chat::local::{LocalChat, LocalModel};
use attune_models::chat::{ChatError, ChatEvent, Preparing};
use rustix::process::Signal;

use crate::support::*;

const KILLS: usize = 102;
const TOKENS: u32 = 12;

#[tokio::test]
async fn no_kill_loses_what_was_written_or_stops_the_next_answer() {
    let ask = || question("Name three fruits.", TOKENS);
    let chat = LocalChat::spawn(config());
    // A small context starts faster.
    let model = || LocalModel { context_tokens: 512, ..model() };
    let whole = finish(chat.chat(model(), ask())).await.text;
    let (mut died, mut retried) = (0, 0);
    for kill in 0..KILLS {
        let moment = kill % 6;
        if moment == 0 {
            // While it idles: the question finds a dead engine.
            signal(&chat, Signal::KILL);
        }
        let stream = chat.chat(model(), ask());
        if moment == 1 {
            // As soon as there is a process, before it has said a word.
            chat.status().wait_for(|status| status.process.is_some()).await.unwrap();
            signal(&chat, Signal::KILL);
        }
        let (mut killed, mut tokens) = (false, 0);
        let answer = watch(stream, |_, event| {
            tokens += usize::from(matches!(event, ChatEvent::Token(_)));
            let now = match moment {
                2 => matches!(event, ChatEvent::Preparing(_)),
                3 => matches!(event, ChatEvent::Started { .. }),
                4 => tokens == 1,
                5 => tokens == 2 + kill / 6 % 8,
                _ => false,
            };
            if now && !killed {
                killed = true;
                signal(&chat, Signal::KILL);
            }
        })
        .await;
        match &answer.end {
            Some(Ok(_)) => assert_same_start(&answer.text, &whole),
            Some(Err(ChatError::EngineCrashed(_))) => {
                died += 1;
                assert!(!answer.text.is_empty(), "kill {kill}: nothing was said, so it is tried again");
                let common = answer.text.len().min(8);
                assert_eq!(answer.text.get(..common), whole.get(..common), "kill {kill}: {answer:?}");
            }
            _ => panic!("kill {kill}: {answer:?}"),
        }
        retried += usize::from(answer.preparing.contains(&Preparing::RestartingEngine));
        if moment == 5 {
            let next = finish(chat.chat(model(), ask())).await;
            assert!(next.is_whole(), "after kill {kill}: {next:?}");
            assert_same_start(&next.text, &whole);
        }
    }
    assert!(
        died >= KILLS / 8 && retried >= KILLS / 8,
        "{died} died while they answered, {retried} were retried"
    );
}
