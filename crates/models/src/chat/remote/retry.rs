//! How often and how late a request is tried again. Rules only: the clock is the provider's own `Date`.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// How failures that pass are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryRules {
    /// How many times a request is sent at most.
    pub tries: u32,
    /// The longest pause before the second try. It doubles with each try.
    pub first_pause: Duration,
    /// The longest pause before any try.
    pub longest_pause: Duration,
    /// The longest wait that a provider may ask for. If it asks for more, the answer fails at once.
    pub longest_wait: Duration,
}

impl Default for RetryRules {
    fn default() -> Self {
        Self {
            tries: 4,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(8),
            longest_wait: Duration::from_secs(30),
        }
    }
}

impl RetryRules {
    /// The pause before the try after `tried` ones. `chance` is from 0 to 1 and spreads the pause between
    /// half of it and all of it, so that many clients do not come back at the same moment.
    pub(super) fn pause(&self, tried: u32, chance: f64) -> Duration {
        let doubled = self.first_pause.saturating_mul(1 << tried.saturating_sub(1).min(16));
        doubled.min(self.longest_pause).mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

/// How long the provider asks to wait: in milliseconds, in seconds, or until a date.
pub(super) fn asked_wait(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(milliseconds) = text("retry-after-ms").and_then(|value| value.parse().ok()) {
        return Some(Duration::from_millis(milliseconds));
    }
    let value = text(RETRY_AFTER.as_str())?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = httpdate::parse_http_date(text(DATE.as_str())?).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_spread() {
        let rules = RetryRules::default();
        let pause = |tried, chance| rules.pause(tried, chance).as_millis();
        assert_eq!([pause(1, 1.0), pause(2, 1.0), pause(3, 1.0)], [500, 1000, 2000]);
        assert_eq!([pause(1, 0.0), pause(2, 0.5)], [250, 750]);
        assert_eq!([pause(10, 1.0), pause(u32::MAX, 1.0)], [8000, 8000]);
    }

    fn check(headers: &[(&'static str, &str)], expect_ms: Option<u64>) {
        let headers =
            headers.iter().map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap())).collect();
        assert_eq!(asked_wait(&headers), expect_ms.map(Duration::from_millis), "{headers:?}");
    }

    #[test]
    fn the_asked_wait_is_read_in_all_its_forms() {
        let now = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[], None);
        check(&[("retry-after", "7")], Some(7000));
        check(&[("retry-after", " 0 ")], Some(0));
        check(&[("retry-after-ms", "250"), ("retry-after", "7")], Some(250));
        check(&[now, ("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT")], Some(3000));
        check(&[now, ("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT")], Some(0));
        // Without the provider's own time, a date says nothing that is safe to wait for.
        check(&[("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT")], None);
        check(&[("retry-after", "-5")], None);
        check(&[("retry-after", "soon")], None);
        check(&[("retry-after", "99999999999999999999")], None);
    }
}
