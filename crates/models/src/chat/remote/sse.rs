//! Server-sent events, as they come off a socket: bytes in, whole events out.
//!
//! Our own, because the parsers at hand let a line grow without limit. The rules are those of the HTML
//! standard; beyond them, the `error:` field of llama.cpp's server is read as an event named `error`.

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SseEvent {
    /// The `event:` field.
    pub(super) name: Option<String>,
    /// The `data:` lines, joined by line feeds.
    pub(super) data: String,
}

/// A line or an event is longer than any answer's piece should be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Holds what came so far of an unfinished event, and never more than `limit` bytes of it.
#[derive(Debug)]
pub(super) struct SseParser {
    limit: usize,
    line: Vec<u8>,
    data: Option<Vec<u8>>,
    name: Option<String>,
    /// The last byte was a carriage return, so that a line feed that follows ends no second line.
    after_return: bool,
    /// No line was read yet, so that a byte order mark may stand at the start.
    at_start: bool,
}

impl SseParser {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, line: Vec::new(), data: None, name: None, after_return: false, at_start: true }
    }

    /// Takes the next bytes, cut anywhere, and gives the events that they complete.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) -> Result<Vec<SseEvent>, TooLong> {
        let mut events = Vec::new();
        while !bytes.is_empty() {
            if std::mem::take(&mut self.after_return) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.keep(bytes)?;
                break;
            };
            self.keep(&bytes[..end])?;
            self.after_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            events.extend(self.end_line());
        }
        Ok(events)
    }

    /// The event that the end of the stream cut off from its empty line. Some servers never send that line.
    pub(super) fn finish(mut self) -> Option<SseEvent> {
        let completed = self.end_line();
        completed.or_else(|| self.dispatch())
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        if self.line.len() + self.data.as_ref().map_or(0, Vec::len) + bytes.len() > self.limit {
            return Err(TooLong);
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self) -> Option<SseEvent> {
        let line = std::mem::take(&mut self.line);
        let line = match line.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) if self.at_start => rest,
            _ => &line[..],
        };
        self.at_start = false;
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = match line.iter().position(|byte| *byte == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &b""[..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => self.add_data(value),
            b"error" => {
                self.name = Some("error".into());
                self.add_data(value);
            }
            b"event" => self.name = Some(String::from_utf8_lossy(value).into_owned()),
            // A comment has an empty field name; ids and reconnection times mean nothing here.
            _ => {}
        }
        None
    }

    fn add_data(&mut self, value: &[u8]) {
        match &mut self.data {
            Some(data) => {
                data.push(b'\n');
                data.extend_from_slice(value);
            }
            None => self.data = Some(value.to_vec()),
        }
    }

    fn dispatch(&mut self) -> Option<SseEvent> {
        let name = self.name.take();
        let data = self.data.take()?;
        Some(SseEvent { name, data: String::from_utf8_lossy(&data).into_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pieces: &[&[u8]]) -> Vec<String> {
        let mut parser = SseParser::new(1000);
        let mut all = Vec::new();
        for piece in pieces {
            all.extend(parser.feed(piece).unwrap());
        }
        all.extend(parser.finish());
        all.into_iter()
            .map(|event| match event.name {
                Some(name) => format!("{name}={}", event.data),
                None => event.data,
            })
            .collect()
    }

    /// The same events must come out however the bytes are cut.
    fn check(stream: &str, expect: &[&str]) {
        let bytes = stream.as_bytes();
        assert_eq!(parse(&[bytes]), expect, "in one piece: {stream:?}");
        let singles: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(parse(&singles), expect, "byte by byte: {stream:?}");
        for cut in 0..bytes.len() {
            assert_eq!(parse(&[&bytes[..cut], &bytes[cut..]]), expect, "cut at {cut}: {stream:?}");
        }
    }

    #[test]
    fn events_come_out_whole_however_they_are_cut() {
        check("data: a\n\ndata: b\n\n", &["a", "b"]);
        check("data: a\r\n\r\ndata: b\r\n\r\n", &["a", "b"]);
        check("data: a\r\rdata: b\r\r", &["a", "b"]);
        check("data: one\ndata: two\n\n", &["one\ntwo"]);
        check("data: one\r\ndata: two\r\n\r\ndata: three\r\n\r\n", &["one\ntwo", "three"]);
        check("data:tight\n\ndata:  loose\n\n", &["tight", " loose"]);
        check(": keep-alive\n\n:\n\ndata: a\n\n", &["a"]);
        check("event: error\ndata: x\nid: 7\nretry: 10\n\ndata: y\n\n", &["error=x", "y"]);
        check("error: {\"code\":500}\n\n", &["error={\"code\":500}"]);
        check("data\n\n", &[""]);
        check("data: grüße 🌍\n\n", &["grüße 🌍"]);
        check("\u{feff}data: a\n\n", &["a"]);
        check("event: lonely\n\n\n\ndata: a\n\n", &["a"]);
        check("data: cut off", &["cut off"]);
        check("data: cut off\n", &["cut off"]);
        check("nonsense\n\n", &[]);
        check("", &[]);
    }

    #[test]
    fn nothing_grows_past_the_limit() {
        let mut parser = SseParser::new(100);
        assert_eq!(parser.feed(&[b'x'; 101]), Err(TooLong));
        let mut parser = SseParser::new(100);
        let line = b"data: 0123456789012345678901234567890123456789\n";
        assert_eq!(parser.feed(line), Ok(vec![]));
        assert_eq!(parser.feed(line), Ok(vec![]));
        assert_eq!(parser.feed(line), Err(TooLong));
    }
}
