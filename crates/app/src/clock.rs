//! The edge where the system's clock and randomness are read; everything below takes them as arguments.

use attune_domain::Timestamp;
use uuid::Uuid;

/// The wall clock.
#[expect(clippy::disallowed_methods, reason = "this is the edge that asks the system clock")]
pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The hour of the person's day, 0 to 23, where the system knows their time zone.
pub(crate) fn local_hour() -> Option<u8> {
    let zone = jiff::tz::TimeZone::try_system().ok()?;
    let now = jiff::Timestamp::from_millisecond(now().0).ok()?;
    u8::try_from(now.to_zoned_datetime(zone).hour()).ok()
}

/// The person's day at a time, as `2026-05-03`; the day of Greenwich where the system knows no time zone.
pub(crate) fn local_day(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::try_system().unwrap_or(jiff::tz::TimeZone::UTC);
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    at.to_zoned_datetime(zone).date().to_string()
}

/// A new id.
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}
