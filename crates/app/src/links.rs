//! The one filter that every link passes before it is opened: secure web pages and mail, nothing else.

/// Whether a link may be handed to the operating system.
///
/// Only `https:` and `mailto:` pass. Control characters, spaces and credentials in the address are refused,
/// because they serve to show one address and open another.
#[must_use]
pub fn may_open(link: &str) -> bool {
    if link.len() > 2048
        || link.chars().any(|letter| letter.is_control() || letter.is_whitespace() || letter == '\\')
    {
        return false;
    }
    let Some((scheme, rest)) = link.split_once(':') else { return false };
    match scheme.to_ascii_lowercase().as_str() {
        "https" => rest.strip_prefix("//").is_some_and(|rest| {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            !authority.is_empty() && !authority.contains('@')
        }),
        // A mail may name people and a subject; an attachment header would read files in some programs.
        "mailto" => rest.contains('@') && !rest.to_ascii_lowercase().contains("attach"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::may_open;

    #[test]
    fn only_secure_pages_and_mail_pass() {
        for link in
            ["https://example.com", "HTTPS://example.com/a?b#c", "mailto:it@example.com?subject=Hello"]
        {
            assert!(may_open(link), "{link}");
        }
        for link in [
            "http://example.com",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "smb://host/share",
            "ms-msdt:/id",
            "https:example.com",
            "https://",
            "https://good.example@evil.example/",
            "https://example.com/\nx",
            "https:\\\\example.com",
            " https://example.com",
            "mailto:nobody",
            "mailto:a@b.c?attach=/etc/passwd",
            "//example.com",
            "",
        ] {
            assert!(!may_open(link), "{link:?}");
        }
    }
}
