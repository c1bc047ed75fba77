//! Turning tokens into text. A token is bytes, and a character may be spread over several of them.

/// Collects bytes and gives out whole characters.
#[derive(Debug, Default)]
pub(crate) struct Characters {
    held: Vec<u8>,
}

impl Characters {
    /// Adds bytes and returns the characters that are complete now. Bytes that can never become a
    /// character come out as U+FFFD.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> String {
        self.held.extend_from_slice(bytes);
        let mut text = String::new();
        loop {
            match std::str::from_utf8(&self.held) {
                Ok(rest) => {
                    text.push_str(rest);
                    self.held.clear();
                    return text;
                }
                Err(error) => {
                    let valid = error.valid_up_to();
                    text.push_str(&String::from_utf8_lossy(&self.held[..valid]));
                    match error.error_len() {
                        Some(wrong) => {
                            text.push(char::REPLACEMENT_CHARACTER);
                            self.held.drain(..valid + wrong);
                        }
                        None => {
                            self.held.drain(..valid);
                            return text;
                        }
                    }
                }
            }
        }
    }

    /// What is left when no more bytes come.
    pub(crate) fn finish(self) -> String {
        String::from_utf8_lossy(&self.held).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: &[&[u8]], expect: &[&str]) {
        let mut characters = Characters::default();
        let mut got: Vec<String> = pieces.iter().map(|piece| characters.push(piece)).collect();
        got.push(characters.finish());
        assert_eq!(got, expect);
    }

    #[test]
    fn whole_characters_pass() {
        check(&[b"a", "ß".as_bytes()], &["a", "ß", ""]);
    }

    #[test]
    fn a_split_character_waits() {
        check(&[b"a\xf0\x9f", b"\x98", b"\x80b"], &["a", "", "😀b", ""]);
    }

    #[test]
    fn what_is_no_character_is_marked() {
        check(&[b"\xffa", b"\xc3", b"("], &["\u{fffd}a", "", "\u{fffd}(", ""]);
        check(&[b"\xe2\x82"], &["", "\u{fffd}"]);
    }
}
