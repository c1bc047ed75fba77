//! The edge where the system's clock and randomness are read; everything below takes them as arguments.

use attune_domain::Timestamp;
use uuid::Uuid;

/// The wall clock.
#[expect(clippy::disallowed_methods, reason = "this is the edge that asks the system clock")]
pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A new id.
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}
