//! The little that personalisation has to see of Markdown: which lines are code, which are lists, which
//! labels open a line. Rendering is the window's work.

/// The lines of a text that are not inside fenced code blocks.
pub fn prose_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<&str> = None;
    text.lines().filter(move |line| {
        let trimmed = line.trim_start();
        let marker = ["```", "~~~"].into_iter().find(|marker| trimmed.starts_with(marker));
        match (fence, marker) {
            (None, Some(marker)) => {
                fence = Some(marker);
                false
            }
            (Some(open), Some(marker)) if open == marker => {
                fence = None;
                false
            }
            (open, _) => open.is_none(),
        }
    })
}

/// Whether a text holds a fenced code block.
#[must_use]
pub fn has_code_block(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~"))
}

/// Words outside code blocks. A list marker is not a word.
#[must_use]
pub fn count_words(text: &str) -> usize {
    prose_lines(text)
        .flat_map(str::split_whitespace)
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// The number of list items that begin with a figure: `1.` or `1)`.
#[must_use]
pub fn count_numbered_items(text: &str) -> usize {
    prose_lines(text)
        .filter(|line| {
            let line = line.trim_start().trim_start_matches(['*', '#', ' ']);
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0 && digits < 4 && matches!(line.as_bytes().get(digits), Some(b'.' | b')'))
        })
        .count()
}

/// The number of list items that begin with a bullet.
#[must_use]
pub fn count_bullets(text: &str) -> usize {
    prose_lines(text)
        .filter(|line| {
            let line = line.trim_start();
            ["- ", "* ", "• ", "+ "].iter().any(|bullet| line.starts_with(bullet))
        })
        .count()
}

/// Whether some line outside code opens with this label, as a heading, in bold or plain.
#[must_use]
pub fn opens_a_line(text: &str, label: &str) -> bool {
    prose_lines(text).any(|line| line_opens_with(line, label))
}

/// Whether the first line that holds words opens with this label.
#[must_use]
pub fn opens_the_text(text: &str, label: &str) -> bool {
    prose_lines(text)
        .find(|line| line.chars().any(char::is_alphanumeric))
        .is_some_and(|line| line_opens_with(line, label))
}

fn line_opens_with(line: &str, label: &str) -> bool {
    let line = line.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let label_lower = label.to_lowercase();
    let mut rest = line.chars().flat_map(char::to_lowercase);
    let matches = label_lower.chars().all(|wanted| rest.next() == Some(wanted));
    // “Risk” must not be found in “Risky business”.
    matches && !rest.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_not_counted_as_words() {
        assert_eq!(count_words("One two\n```sh\nrm -rf this that\n```\n- three"), 3);
        assert_eq!(count_words("~~~\n```\nstill code\n~~~\nout"), 1);
    }

    #[test]
    fn lists_are_seen() {
        assert_eq!(count_numbered_items("1. a\n  2) b\n3 c\n2024. was long ago, and long"), 2);
        assert_eq!(count_bullets("- a\n* b\n**Risk:** c\n• d"), 3);
    }

    #[test]
    fn labels_open_lines_in_every_dress() {
        for line in ["**Risk:** x", "## Risk", "Risk: x", "- **RISK** – x", "__Risk__: x"] {
            assert!(opens_a_line(line, "Risk"), "{line}");
        }
        assert!(!opens_a_line("Risky business", "Risk"));
        assert!(!opens_a_line("The risk is high", "Risk"));
        assert!(opens_the_text("\n\n**Bottom line:** go", "Bottom line"));
        assert!(!opens_the_text("Well.\n**Bottom line:** go", "Bottom line"));
    }
}
