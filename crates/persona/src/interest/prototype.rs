//! One interest of a person: a direction in four bits a component, how much was seen of it, and when.

use super::space::{DIMS, Direction, normalised};

/// Days after which what was seen counts half.
const HALF_LIFE: u16 = 120;

/// Steps of a mass of 1.
const MASS_STEPS: f32 = 64.0;

/// The largest value of a component in steps.
const LARGEST: f32 = 7.0;

/// Bytes of a stored prototype: components, mass, day and source.
pub(super) const BYTES: usize = DIMS / 2 + 2 + 2 + 4;

/// One interest of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prototype {
    /// Two components a byte, each from 1 to 15 and 8 for zero.
    codes: [u8; DIMS / 2],
    mass: u16,
    day: u16,
    source: u32,
}

impl Prototype {
    /// A first sight of an interest.
    pub(super) fn new(direction: &Direction, weight: f32, day: u16, source: u32) -> Self {
        Self { codes: quantised(direction, None), mass: steps(weight), day, source }
    }

    /// The event that stands for this interest best: what [`super::Observation::source`] said.
    #[must_use]
    pub fn source(&self) -> u32 {
        self.source
    }

    /// How much was seen of it, faded to `day`; 1 is one question of today.
    #[must_use]
    pub fn mass(&self, day: u32) -> f32 {
        f32::from(self.mass) / MASS_STEPS * fading(day.saturating_sub(u32::from(self.day)))
    }

    /// When it was last seen, in days since 1970.
    #[must_use]
    pub fn last_day(&self) -> u32 {
        u32::from(self.day)
    }

    /// Where it lies.
    pub(super) fn direction(&self) -> Direction {
        let mut direction = [0.0; DIMS];
        for (pair, code) in direction.chunks_exact_mut(2).zip(&self.codes) {
            pair[0] = f32::from(code >> 4) - 8.0;
            pair[1] = f32::from(code & 15) - 8.0;
        }
        normalised(direction)
    }

    /// Takes another sight of the same interest in. `salt` decides how the new place is rounded: always to the
    /// nearest step, a heavy prototype would never move, because one sight moves it by less than half of one.
    pub(super) fn absorb(&mut self, other: &Self, salt: u32) {
        let day = self.day.max(other.day);
        let (mine, theirs) = (self.mass(u32::from(day)), other.mass(u32::from(day)));
        let (old, new) = (self.direction(), other.direction());
        let mut moved = [0.0; DIMS];
        for ((to, old), new) in moved.iter_mut().zip(&old).zip(&new) {
            *to = old * mine + new * theirs;
        }
        let moved = normalised(moved);
        // The event with the larger share stands for it from now on.
        if theirs > mine {
            self.source = other.source;
        }
        self.codes = quantised(&moved, Some(salt));
        self.mass = steps(mine + theirs);
        self.day = day;
    }

    /// Takes mass away; `false` when nothing is left.
    pub(super) fn lessen(&mut self, weight: f32, day: u16) -> bool {
        let day = self.day.max(day);
        self.mass = steps((self.mass(u32::from(day)) - weight).max(0.0));
        self.day = day;
        self.mass > 0
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.codes);
        bytes.extend(self.mass.to_le_bytes());
        bytes.extend(self.day.to_le_bytes());
        bytes.extend(self.source.to_le_bytes());
    }

    pub(super) fn read(bytes: &[u8; BYTES]) -> Self {
        let (codes, rest) = bytes.split_at(DIMS / 2);
        let mut own = [0; DIMS / 2];
        own.copy_from_slice(codes);
        let short = |at: usize| u16::from_le_bytes([rest[at], rest[at + 1]]);
        let source = u32::from_le_bytes([rest[4], rest[5], rest[6], rest[7]]);
        Self { codes: own, mass: short(0), day: short(2), source }
    }
}

/// What is left of a mass after `days`: halves every [`HALF_LIFE`] days, and on a straight line in between, so
/// that no machine's exponential function can differ from another's.
pub(super) fn fading(days: u32) -> f32 {
    let (halvings, rest) = (days / u32::from(HALF_LIFE), days % u32::from(HALF_LIFE));
    if halvings > 30 {
        return 0.0;
    }
    let within = 1.0 - rest as f32 / f32::from(HALF_LIFE) / 2.0;
    within / (1_u32 << halvings) as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u16")]
fn steps(mass: f32) -> u16 {
    (mass * MASS_STEPS).round().clamp(0.0, f32::from(u16::MAX)) as u16
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to four bits")]
fn quantised(direction: &Direction, salt: Option<u32>) -> [u8; DIMS / 2] {
    let largest = direction.iter().fold(1e-9_f32, |largest, value| largest.max(value.abs()));
    let code = |at: usize| {
        let threshold = salt.map_or(0.5, |salt| unit(salt, at));
        ((direction[at] / largest * LARGEST + threshold).floor().clamp(-LARGEST, LARGEST) + 8.0) as u8
    };
    let mut codes = [0; DIMS / 2];
    for (at, to) in codes.iter_mut().enumerate() {
        *to = code(2 * at) << 4 | code(2 * at + 1);
    }
    codes
}

/// A number from 0 to 1 that only depends on its arguments (the finaliser of `MurmurHash3`).
fn unit(salt: u32, at: usize) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a direction has few components")]
    let mut hash = salt.wrapping_mul(0x9e37_79b9) ^ (at as u32).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    ((hash ^ (hash >> 16)) >> 8) as f32 / (1_u32 << 24) as f32
}

#[cfg(test)]
mod tests {
    use super::super::space::dot;
    use super::*;

    fn towards(at: usize) -> Direction {
        let mut direction = [0.1; DIMS];
        direction[at] = 1.0;
        normalised(direction)
    }

    #[test]
    fn four_bits_keep_a_direction() {
        let mut direction = [0.0; DIMS];
        for (at, value) in direction.iter_mut().enumerate() {
            *value = unit(7, at) - 0.5;
        }
        let direction = normalised(direction);
        assert!(dot(&Prototype::new(&direction, 1.0, 0, 0).direction(), &direction) > 0.99);
    }

    #[test]
    fn a_heavy_prototype_still_moves() {
        let mut prototype = Prototype::new(&towards(0), 40.0, 10, 1);
        for salt in 0..80 {
            prototype.absorb(&Prototype::new(&towards(1), 1.0, 10, 2), salt);
        }
        let place = prototype.direction();
        assert!(dot(&place, &towards(1)) > dot(&place, &towards(0)));
        assert_eq!(prototype.source(), 1);
        assert!((prototype.mass(10) - 120.0).abs() < 0.1);
    }

    #[test]
    fn what_is_not_seen_again_fades() {
        let prototype = Prototype::new(&towards(0), 8.0, 100, 1);
        let at = |day| prototype.mass(day);
        assert_eq!((at(90), at(100), at(220), at(340)), (8.0, 8.0, 4.0, 2.0));
        assert!(at(160) < 8.0 && at(160) > 4.0);
        assert_eq!(at(100_000), 0.0);
    }
}
