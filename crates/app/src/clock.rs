//! The edge where the system's clock and randomness are read; everything below takes them as arguments.

use std::fmt;
use std::sync::Arc;

use attune_domain::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// The clock that an opened profile goes by.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// None for the system's, which may change while the program runs.
    zone: Option<TimeZone>,
}

impl Clock {
    /// The system's clock, in the system's time zone.
    #[must_use]
    pub fn system() -> Self {
        Self { now: Arc::new(now), zone: None }
    }

    /// Another clock, in milliseconds since 1970, of somebody who lives by universal time.
    #[must_use]
    pub fn universal(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(move || Timestamp(now())), zone: Some(TimeZone::UTC) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// The hour of the person's day, 0 to 23, where their time zone is known.
    pub(crate) fn hour(&self) -> Option<u8> {
        let zone = self.zone.clone().or_else(|| TimeZone::try_system().ok())?;
        let now = jiff::Timestamp::from_millisecond(self.now().0).ok()?;
        u8::try_from(zone.to_datetime(now).hour()).ok()
    }

    /// What a calendar and a clock on the wall say at a time. Where the system does not know its time zone, they go
    /// by universal time.
    pub(crate) fn local(&self, at: Timestamp) -> DateTime {
        let zone = self.zone.clone().or_else(|| TimeZone::try_system().ok()).unwrap_or(TimeZone::UTC);
        let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        zone.to_datetime(at)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("zone", &self.zone).finish_non_exhaustive()
    }
}

/// The wall clock.
#[expect(clippy::disallowed_methods, reason = "this is the edge that asks the system clock")]
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A new id.
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}
