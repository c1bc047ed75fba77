//! How present a memory is. It fades with the time since it was last said or used, each kind at its own pace;
//! use makes it fade slower (the forgetting curve of Ebbinghaus 1885, with strengthening as in Wozniak 1995).

use attune_domain::memory::MemoryKind;
use attune_domain::{Memory, Timestamp};

/// Below this strength a memory is asleep: it is kept and can be found, but enters no prompt by itself.
pub const ASLEEP: f32 = 0.05;

const DAY_MS: f32 = 86_400_000.0;

/// The strength of a memory, 0 to 1: its confidence, halved with every half-life since it was last said or
/// used. A pinned memory never fades.
#[must_use]
pub fn strength(memory: &Memory, now: Timestamp) -> f32 {
    if memory.pinned {
        return 1.0;
    }
    let last = memory.last_used_at.map_or(memory.affirmed_at, |used| used.max(memory.affirmed_at));
    // A clock that went backwards makes nothing stronger.
    let days = (now.0 - last.0).max(0) as f32 / DAY_MS;
    let half_life = half_life_days(memory.kind) * (1.0 + (1.0 + memory.uses as f32).ln());
    memory.confidence * (-days / half_life).exp2()
}

/// Whether a memory is asleep.
#[must_use]
pub fn is_asleep(memory: &Memory, now: Timestamp) -> bool {
    strength(memory, now) < ASLEEP
}

/// Days in which an unused memory of a kind loses half of its strength.
fn half_life_days(kind: MemoryKind) -> f32 {
    match kind {
        MemoryKind::Event => 21.0,
        MemoryKind::Goal => 90.0,
        MemoryKind::Preference => 240.0,
        MemoryKind::Fact | MemoryKind::Constraint | MemoryKind::Relation => 365.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::suite::memory;
    use super::*;

    fn days(days: i64) -> Timestamp {
        Timestamp(days * 86_400_000)
    }

    #[test]
    fn strength_halves_with_every_half_life_and_use_slows_it() {
        let mut event = memory("The audit is on 3 May", MemoryKind::Event);
        event.confidence = 0.8;
        assert!((strength(&event, days(0)) - 0.8).abs() < 1e-6);
        assert!((strength(&event, days(21)) - 0.4).abs() < 1e-6);
        assert!(is_asleep(&event, days(120)));
        event.uses = 5;
        assert!(strength(&event, days(21)) > 0.6);
        event.pinned = true;
        assert!((strength(&event, days(10_000)) - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn a_clock_that_goes_backwards_changes_nothing() {
        let fact = memory("Lives in Leeds", MemoryKind::Fact);
        assert!((strength(&fact, Timestamp(-1_000_000)) - fact.confidence).abs() < f32::EPSILON);
    }
}
