//! Time as data. [`Timestamp`] is what a wall clock said; [`HybridTime`] orders rows across devices.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 UTC, as a wall clock gave them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A hybrid logical clock reading (Kulkarni et al., 2014): wall-clock milliseconds in the upper 48 bits
/// and a counter in the lower 16, so that readings order causally even when a wall clock goes backwards.
///
/// The order of the integers is the order of the readings; ties between devices are broken by the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HybridTime(pub i64);

impl HybridTime {
    const COUNTER_BITS: u32 = 16;

    fn from_parts(millis: i64, counter: i64) -> Self {
        Self((millis << Self::COUNTER_BITS) | counter)
    }

    /// The wall-clock part.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0 >> Self::COUNTER_BITS
    }

    /// How many readings share the wall-clock part before this one.
    #[must_use]
    pub fn counter(self) -> i64 {
        self.0 & ((1 << Self::COUNTER_BITS) - 1)
    }
}

/// The clock of one device: the last reading it gave or saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HybridClock {
    last: HybridTime,
}

impl HybridClock {
    /// Starts after `last`, the newest reading that is already stored (zero for an empty database).
    #[must_use]
    pub fn starting_after(last: HybridTime) -> Self {
        Self { last }
    }

    /// A reading later than every one before it, whatever the wall clock says.
    pub fn tick(&mut self, now: Timestamp) -> HybridTime {
        let next = HybridTime::from_parts(now.0, 0);
        // Past 65,535 readings in a millisecond the addition carries into the next one, which keeps order.
        self.last = if next > self.last { next } else { HybridTime(self.last.0 + 1) };
        self.last
    }

    /// Takes note of a reading from another device.
    pub fn observe(&mut self, seen: HybridTime) {
        self.last = self.last.max(seen);
    }
}

/// The minute of the day that `HH:MM` names, 0 to 1,439.
#[must_use]
pub fn minute_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |digits: &str, below: u16| {
        let two = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|number| two && *number < below)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn readings_only_grow(times in prop::collection::vec(0_i64..4_000_000_000_000, 1..200)) {
            let mut clock = HybridClock::starting_after(HybridTime(0));
            let mut last = HybridTime(0);
            for time in times {
                let reading = clock.tick(Timestamp(time));
                prop_assert!(reading > last);
                last = reading;
            }
        }

        #[test]
        fn a_reading_follows_what_was_seen(seen in 0_i64..(1 << 60), now in 0_i64..4_000_000_000_000) {
            let mut clock = HybridClock::starting_after(HybridTime(0));
            clock.observe(HybridTime(seen));
            prop_assert!(clock.tick(Timestamp(now)) > HybridTime(seen));
        }
    }

    #[test]
    fn parts_come_back() {
        let mut clock = HybridClock::starting_after(HybridTime(0));
        clock.tick(Timestamp(1_700_000_000_000));
        let second = clock.tick(Timestamp(1_700_000_000_000));
        assert_eq!((second.millis(), second.counter()), (1_700_000_000_000, 1));
    }
}
