//! Reads requests, a line each, on a thread that never waits for the model.

use std::io::BufRead;
use std::sync::mpsc::Sender;

use serde::de::DeserializeOwned;

/// What a request comes to.
#[derive(Debug)]
pub enum Heard<C> {
    /// Something for the model's thread.
    Command(C),
    /// Nothing more: it is done.
    Done,
    /// The process shall end.
    Quit,
}

/// Reads until the program asks to quit, closes the pipe or is gone. Each request is handed to `hear`; of a line that
/// is none, `complain` is told what is wrong.
pub fn read<R: DeserializeOwned, C>(
    mut lines: impl BufRead,
    commands: &Sender<C>,
    mut hear: impl FnMut(R) -> Heard<C>,
    mut complain: impl FnMut(String),
) {
    let mut line = Vec::new();
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(&line) {
            Ok(request) => match hear(request) {
                Heard::Command(command) => {
                    if commands.send(command).is_err() {
                        return;
                    }
                }
                Heard::Done => {}
                Heard::Quit => return,
            },
            Err(error) => complain(format!("a request was not understood: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn what_is_no_request_is_told_and_reading_goes_on_until_quit() {
        let (commands, inbox) = mpsc::channel();
        let mut wrong = Vec::new();
        let hear = |number: u32| match number {
            0 => Heard::Quit,
            1 => Heard::Done,
            _ => Heard::Command(number),
        };
        read(&b"2\n\n1\nnonsense\n3\n0\n4\n"[..], &commands, hear, |message| wrong.push(message));
        drop(commands);
        assert_eq!(inbox.iter().collect::<Vec<_>>(), [2, 3]);
        assert!(wrong.len() == 1 && wrong[0].starts_with("a request was not understood"), "{wrong:?}");
    }
}
