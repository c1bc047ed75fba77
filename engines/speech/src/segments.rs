//! Reads the text out of whisper.cpp's memory.

use attune_models::protocol::speech::{Piece, Segment};
use whisper_rs::WhisperSegment;

use crate::model::Model;

/// The segments of the last request.
pub(crate) fn of(model: &Model) -> Vec<Segment> {
    let first_special = model.context.token_eot();
    model.state.as_iter().map(|segment| read(&segment, first_special)).collect()
}

fn read(segment: &WhisperSegment<'_>, first_special: i32) -> Segment {
    let mut pieces = Pieces::default();
    let mut sum = 0.0;
    let mut count: u16 = 0;
    let tokens = (0..segment.n_tokens()).filter_map(|index| segment.get_token(index));
    for token in tokens.filter(|token| token.token_id() < first_special) {
        let probability = token.token_probability().clamp(1e-10, 1.0);
        sum += probability.ln();
        count = count.saturating_add(1);
        pieces.push(token.to_bytes().unwrap_or_default(), probability);
    }
    let seconds = |hundredths: i64| {
        #[expect(clippy::cast_precision_loss, reason = "a recording has minutes")]
        let seconds = hundredths.max(0) as f64 / 100.0;
        seconds
    };
    Segment {
        start_s: seconds(segment.start_timestamp()),
        end_s: seconds(segment.end_timestamp()),
        pieces: pieces.finish(),
        no_speech: segment.no_speech_probability(),
        mean_log_probability: if count == 0 { 0.0 } else { sum / f32::from(count) },
    }
}

/// Joins tokens until they are whole characters: many languages have characters of several tokens.
#[derive(Debug, Default)]
struct Pieces {
    done: Vec<Piece>,
    open: Vec<u8>,
    probability: Option<f32>,
}

impl Pieces {
    fn push(&mut self, bytes: &[u8], probability: f32) {
        self.open.extend(bytes);
        self.probability = Some(self.probability.map_or(probability, |least| least.min(probability)));
        if let Ok(text) = std::str::from_utf8(&self.open) {
            let text = text.to_owned();
            self.close(text);
        }
    }

    fn close(&mut self, text: String) {
        self.open.clear();
        let probability = self.probability.take().unwrap_or_default();
        if !text.is_empty() {
            self.done.push(Piece { text, probability });
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        if !self.open.is_empty() {
            let text = String::from_utf8_lossy(&self.open).into_owned();
            self.close(text);
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_of_two_tokens_is_one_piece() {
        let mut pieces = Pieces::default();
        pieces.push(b" gr", 0.9);
        pieces.push(b"\xc3", 0.8);
        pieces.push(b"\xbc", 0.5);
        pieces.push(b"n", 0.7);
        let expect = [(" gr", 0.9), ("\u{fc}", 0.5), ("n", 0.7)];
        let pieces = pieces.finish();
        let found: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.probability)).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn half_a_character_at_the_end_is_marked() {
        let mut pieces = Pieces::default();
        pieces.push(b"\xc3", 0.8);
        assert_eq!(pieces.finish()[0].text, "\u{fffd}");
    }
}
